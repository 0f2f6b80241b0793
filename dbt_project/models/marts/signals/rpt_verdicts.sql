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
{%- set told = [
    'target', 'indicator', 'lag_sessions', 'effect', 'ci_low', 'ci_high', 'n', 'n_eff', 'p_value',
    'q_value', 'first_date', 'last_date',
] -%}

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
        p_value is not null and row_number() over (
            partition by evidence, question, indicator_group, target_group
            order by
                p_value nulls last,
                -abs(effect),
                target,
                indicator,
                lag_sessions
        ) = 1 as is_strongest
    from evidence
),

verdicts as (
    select
        asked.evidence,
        asked.question,
        asked.indicator_group,
        asked.target_group,
        count(ranked.p_value) as tests,
        count(case when ranked.q_value < 0.05 then 1 end) as claims,
        {%- for column in told %}
            max(case when ranked.is_strongest then ranked.{{ column }} end) as {{ column }},
        {%- endfor %}
        percentile_cont(0.5) within group (order by ranked.detectable) as median_detectable
    from asked
    left join ranked
        on
            asked.evidence = ranked.evidence
            and asked.question = ranked.question
            and asked.indicator_group = ranked.indicator_group
            and asked.target_group = ranked.target_group
    group by 1, 2, 3, 4
)

select * from verdicts
