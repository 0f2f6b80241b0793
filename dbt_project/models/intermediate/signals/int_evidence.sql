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

groups as (
    {%- for indicator in var('indicators') %}
        select
            '{{ indicator.series }}' as indicator,
            '{{ indicator.group }}' as indicator_group
        {{- " union all" if not loop.last }}
    {%- endfor %}
),

evidence as (
    select
        'correlation ' || correlations.kind as evidence,
        correlations.question,
        groups.indicator_group,
        case
            when correlations.target = 'index_return' then 'index'
            when correlations.target = 'index_volatility' then 'volatility'
            else 'sectors'
        end as target_group,
        correlations.target,
        correlations.indicator,
        correlations.lag_sessions,
        correlations.r as effect,
        correlations.ci_low,
        correlations.ci_high,
        correlations.n,
        correlations.n_eff,
        correlations.p_value,
        correlations.q_value,
        correlations.detectable_r as detectable,
        correlations.first_date,
        correlations.last_date
    from correlations
    inner join groups on correlations.indicator = groups.indicator
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
