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

with group_evidence as (
    select * from {{ ref('int_group_evidence') }}
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

verdicts as (
    select
        asked.*,
        coalesce(group_evidence.tests, 0) as tests,
        coalesce(group_evidence.claims, 0) as claims,
        group_evidence.target,
        group_evidence.indicator,
        group_evidence.lag_sessions,
        group_evidence.effect,
        group_evidence.ci_low,
        group_evidence.ci_high,
        group_evidence.n,
        group_evidence.n_eff,
        group_evidence.p_value,
        group_evidence.q_value,
        group_evidence.first_date,
        group_evidence.last_date,
        group_evidence.median_detectable
    from asked
    left join group_evidence
        on
            asked.evidence = group_evidence.evidence
            and asked.question = group_evidence.question
            and asked.indicator_group = group_evidence.indicator_group
            and asked.target_group = group_evidence.target_group
)

select * from verdicts
