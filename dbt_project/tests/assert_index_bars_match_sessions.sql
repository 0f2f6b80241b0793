with index_bars as (
    select trade_date from {{ ref('int_bars_daily') }}
    where ticker = '^GSPC'
),

loaded as (
    select
        min(trade_date) as first_day,
        max(trade_date) as last_day
    from index_bars
),

sessions as (
    select sessions.session_date
    from {{ ref('int_sessions') }} as sessions
    inner join loaded on sessions.session_date between loaded.first_day and loaded.last_day
)

select
    index_bars.trade_date,
    sessions.session_date
from index_bars
full outer join sessions on index_bars.trade_date = sessions.session_date
where
    index_bars.trade_date is null
    or sessions.session_date is null
