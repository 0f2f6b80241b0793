with charts as (
    select * from {{ ref('stg_yahoo__charts') }}
),

told as (
    select * from {{ ref('int_actions_told') }}
),

days as (
    select distinct
        ticker,
        action_date
    from told
),

covering as (
    select
        days.action_date,
        charts.*,
        row_number() over (
            partition by days.ticker, days.action_date
            order by charts.extracted_at desc, charts.object_key desc, charts.load_id desc
        ) as recency
    from days
    inner join charts
        on
            days.ticker = charts.ticker
            and days.action_date between charts.window_start and charts.asked_on
),

{# What the newest answer no longer names is withdrawn. #}
actions as (
    select
        covering.ticker,
        covering.action_date,
        told.dividend,
        told.split_ratio,
        covering.load_id
    from covering
    left join told
        on
            {{ same_response('covering', 'told') }}
            and covering.action_date = told.action_date
    where covering.recency = 1
)

select * from actions
