{%- set is_jump = 'not between 0.2 and 5' -%}

with quotes as (
    select * from {{ ref('int_quote_revisions') }}
    where is_newest
),

followed as (
    select
        ticker,
        trade_date,
        close,
        split_ratio,
        load_id,
        split_ratio * close / lag(close) over by_day as step,
        lead(split_ratio) over by_day * lead(close) over by_day / close as next_step,
        lead(load_id) over by_day as next_load_id
    from quotes
    window by_day as (partition by ticker order by trade_date)
),

jumping as (
    select ticker from followed
    where step {{ is_jump }}
),

{# A jump that the next close takes back. Without it, the day after would jump as well. #}
marked as (
    select
        *,
        coalesce(
            (step > 5 and next_step < 0.2)
            or (step < 0.2 and next_step > 5),
            false
        ) as is_taken_back
    from followed
    where ticker in (select jumping.ticker from jumping)
),

judged as (
    select
        *,
        split_ratio * close / lag(close) over by_day as lasting_step
    from marked
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
        or lasting_step {{ is_jump }}
)

select * from jumps
