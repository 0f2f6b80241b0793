{%- set jump = 'step not between 0.2 and 5' -%}

with quotes as (
    select * from {{ ref('int_quote_revisions') }}
    where is_newest
),

followed as (
    select
        ticker,
        trade_date,
        split_ratio * close / lag(close) over by_day as step,
        lead(split_ratio) over by_day * lead(close) over by_day / close as next_step
    from quotes
    window by_day as (partition by ticker order by trade_date)
),

jumping as (
    select * from followed
    where {{ jump }}
),

{# A jump that the next close takes back. Without it, the day after would jump as well. #}
taken_back as (
    select * from jumping
    where
        (step > 5 and next_step < 0.2)
        or (step < 0.2 and next_step > 5)
),

kept as (
    select
        quotes.*,
        taken_back.ticker is not null as is_taken_back
    from quotes
    left join taken_back
        on
            quotes.ticker = taken_back.ticker
            and quotes.trade_date = taken_back.trade_date
    where quotes.ticker in (select jumping.ticker from jumping)
),

judged as (
    select
        *,
        split_ratio * close / lag(close) over by_day as step,
        lead(load_id) over (partition by ticker order by trade_date) as next_load_id
    from kept
    window by_day as (partition by ticker, is_taken_back order by trade_date)
),

{# The newest close has nothing after it to confirm it. #}
jumps as (
    select
        ticker,
        trade_date,
        is_taken_back or next_load_id is null as is_set_aside,
        greatest(load_id, next_load_id) as load_id
    from judged
    where
        is_taken_back
        or {{ jump }}
)

select * from jumps
