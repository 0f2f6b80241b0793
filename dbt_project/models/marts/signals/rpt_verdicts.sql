{%- set kinds = [
    ('correlation change', 'index'), ('correlation change', 'volatility'),
    ('correlation change', 'sectors'), ('correlation level', 'volatility'),
    ('sensitivity total_return', 'industries'), ('sensitivity excess_return', 'industries'),
    ('sensitivity volatility_7d', 'industries'),
] -%}
{%- set asked = [] -%}
{%- for group, indicators in var('indicators') | groupby('group') -%}
    {%- for evidence, targets in kinds if targets != 'industries' or group == 'mood' -%}
        {%- do asked.append((evidence, targets, indicators[0].question, group)) -%}
    {%- endfor -%}
{%- endfor -%}

with evidence as (
    select * from {{ ref('int_evidence') }}
),

{# What could not be tested is there too: a verdict that is missing would pass for none. #}
asked as (
    {%- for evidence, target_group, question, indicator_group in asked %}
        select
            '{{ evidence }}' as evidence,
            '{{ question }}' as question,
            '{{ indicator_group }}' as indicator_group,
            '{{ target_group }}' as target_group
        {{- " union all" if not loop.last }}
    {%- endfor %}
),

ranked as (
    select
        *,
        row_number() over (
            partition by evidence, question, indicator_group, target_group
            order by
                p_value nulls last,
                -abs(effect),
                target,
                indicator,
                lag_sessions
        ) as place
    from evidence
),

strongest as (
    select * from ranked
    where place = 1 and p_value is not null
),

counted as (
    select
        evidence,
        question,
        indicator_group,
        target_group,
        count(p_value) as tests,
        count(case when q_value < 0.05 then 1 end) as claims,
        percentile_cont(0.5) within group (order by detectable) as median_detectable
    from evidence
    group by evidence, question, indicator_group, target_group
),

verdicts as (
    select
        asked.evidence,
        asked.question,
        asked.indicator_group,
        asked.target_group,
        coalesce(counted.tests, 0) as tests,
        coalesce(counted.claims, 0) as claims,
        strongest.target,
        strongest.indicator,
        strongest.lag_sessions,
        strongest.effect,
        strongest.ci_low,
        strongest.ci_high,
        strongest.n,
        strongest.n_eff,
        strongest.p_value,
        strongest.q_value,
        strongest.first_date,
        strongest.last_date,
        counted.median_detectable
    from asked
    left join counted
        on
            asked.evidence = counted.evidence
            and asked.question = counted.question
            and asked.indicator_group = counted.indicator_group
            and asked.target_group = counted.target_group
    left join strongest
        on
            asked.evidence = strongest.evidence
            and asked.question = strongest.question
            and asked.indicator_group = strongest.indicator_group
            and asked.target_group = strongest.target_group
)

select * from verdicts
