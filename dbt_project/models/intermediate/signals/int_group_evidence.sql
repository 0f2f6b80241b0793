{{ config(materialized='view', contract={'enforced': false}) }}

with evidence as (
    select * from {{ ref('int_evidence') }}
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

group_evidence as (
    select
        counted.*,
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
        strongest.last_date
    from counted
    left join strongest
        on
            counted.evidence = strongest.evidence
            and counted.question = strongest.question
            and counted.indicator_group = strongest.indicator_group
            and counted.target_group = strongest.target_group
)

select * from group_evidence
