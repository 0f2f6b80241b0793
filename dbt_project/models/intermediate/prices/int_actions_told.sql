with dated as (
    select * from {{ ref('int_actions_dated') }}
),

lent as (
    select * from {{ ref('int_actions_lent') }}
),

known as (
    select * from dated
    union all
    select * from lent
),

sessions as (
    select
        object_key,
        object_version,
        line_number,
        ticker,
        action_date,
        sum(dividend) as dividend,
        {{ product('split_ratio') }} as split_ratio
    from known
    group by 1, 2, 3, 4, 5
)

select * from sessions
