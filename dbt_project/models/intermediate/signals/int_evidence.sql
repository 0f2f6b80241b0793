with correlations as (
    select * from {{ ref('rpt_signal_correlations') }}
    where question is not null
),

sensitivities as (
    select * from {{ ref('rpt_industry_mood_sensitivity') }}
),

span as (
    select
        min(trade_date) as first_date,
        max(trade_date) as last_date
    from {{ ref('fct_market_daily') }}
    where mood_level is not null
),

evidence as (
    select
        'correlation ' || kind as evidence,
        question,
        case indicator
            {%- for indicator in var('indicators') %}
                when '{{ indicator.series }}' then '{{ indicator.group }}'
            {%- endfor %}
        end as indicator_group,
        case
            when target = 'index_return' then 'index'
            when target = 'index_volatility' then 'volatility'
            else 'sectors'
        end as target_group,
        target,
        indicator,
        lag_sessions,
        r as effect,
        ci_low,
        ci_high,
        n,
        n_eff,
        p_value,
        q_value,
        detectable_r as detectable,
        first_date,
        last_date
    from correlations
    union all
    select
        'sensitivity ' || sensitivities.measure as evidence,
        'outside' as question,
        'mood' as indicator_group,
        'industries' as target_group,
        sensitivities.gics_sector || ': ' || sensitivities.gics_sub_industry as target,
        'depression_index' as indicator,
        0 as lag_sessions,
        sensitivities.effect,
        sensitivities.ci_low,
        sensitivities.ci_high,
        sensitivities.sessions_low
        + sensitivities.sessions_medium
        + sensitivities.sessions_high as n,
        null as n_eff,
        sensitivities.p_value,
        sensitivities.q_value,
        sensitivities.detectable_effect as detectable,
        span.first_date,
        span.last_date
    from sensitivities
    cross join span
)

select * from evidence
