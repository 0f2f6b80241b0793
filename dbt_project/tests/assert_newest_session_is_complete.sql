with stock_days as (
    select * from {{ ref('fct_stock_daily') }}
    where is_member
),

sessions as (
    select * from {{ ref('int_sessions') }}
),

newest as (
    select max(trade_date) as session_date
    from stock_days
),

{# One row, also where there is no stock day at all: then both counts are 0. #}
counted as (
    select
        newest.session_date,
        count(
            case when stock_days.trade_date = newest.session_date then 1 end
        ) as bars,
        count(
            case when stock_days.trade_date = sessions.previous_session then 1 end
        ) as bars_of_previous_session
    from newest
    left join sessions on newest.session_date = sessions.session_date
    left join stock_days on sessions.previous_session <= stock_days.trade_date
    group by newest.session_date
)

select
    session_date,
    bars,
    bars_of_previous_session
from counted
where
    bars = 0
    or bars < 0.9 * bars_of_previous_session
