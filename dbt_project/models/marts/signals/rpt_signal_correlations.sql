{{ config(indexes=[{'columns': ['kind', 'target']}]) }}

with pairs as (
    select * from {{ ref('int_signal_pairs') }}
),

inferred as (
    select * from {{ ref('int_signal_inference') }}
),

{# Two targets, or two indicators, go together for what they are: nothing is asked of them. #}
correlations as (
    select
        pairs.question,
        pairs.kind,
        pairs.target,
        pairs.gics_sector,
        pairs.indicator,
        pairs.lag_sessions,
        inferred.*,
        case when pairs.question is not null then inferred.p_value end as tested_p
    from pairs
    inner join inferred on pairs.pair_number = inferred.pair_number
),

ranked as (
    select
        *,
        {{ benjamini_hochberg_step('tested_p', ['kind', 'question']) }} as step
    from correlations
),

final as (
    select
        question,
        kind,
        target,
        gics_sector,
        indicator,
        lag_sessions,
        n,
        r,
        n_eff,
        ci_low,
        ci_high,
        p_value,
        {{ benjamini_hochberg('tested_p', 'step', ['kind', 'question']) }} as q_value,
        detectable_r,
        first_date,
        last_date
    from ranked
)

select * from final
