with moods as (
    select * from {{ ref('int_industry_moods') }}
),

{# An error of nought is no certainty: the measure never varied. #}
effects as (
    select
        *,
        case
            when sessions_low >= 10 and sessions_high >= 10
                then mean_high - mean_low
        end as effect,
        nullif(
            sqrt(
                stddev_high * stddev_high / sessions_high + stddev_low * stddev_low / sessions_low
            )
            * sqrt(inflation),
            0
        ) as inflated_error
    from moods
),

scored as (
    select
        *,
        case when effect is not null then inflated_error end as standard_error,
        effect / inflated_error as score
    from effects
),

tested as (
    select
        *,
        {{ normal_two_sided_p('score') }} as p_value
    from scored
),

ranked as (
    select
        *,
        {{ benjamini_hochberg_step('p_value', ['measure']) }} as step
    from tested
),

final as (
    select
        measure,
        gics_sector,
        gics_sub_industry,
        sessions_low,
        sessions_medium,
        sessions_high,
        spells_low,
        spells_high,
        mean_low,
        mean_medium,
        mean_high,
        stddev_low,
        stddev_high,
        effect,
        standard_error,
        2.8016 * standard_error as detectable_effect,
        effect - 1.959964 * standard_error as ci_low,
        effect + 1.959964 * standard_error as ci_high,
        p_value,
        {{ benjamini_hochberg('p_value', 'step', ['measure']) }} as q_value
    from ranked
)

select * from final
