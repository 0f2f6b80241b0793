{{ config(severity='warn') }}

with index_bars as (
    select trade_date from {{ ref('int_bars_daily') }}
    where ticker = '^GSPC'
),

{# An answer without its first or last session is as wrong as one with a hole. #}
answered as (
    select
        window_start,
        window_end
    from {{ ref('stg_yahoo__charts') }}
    where ticker = '^GSPC'
    union all
    select
        trade_date as window_start,
        trade_date as window_end
    from index_bars
),

loaded as (
    select
        min(window_start) as first_day,
        max(window_end) as last_day
    from answered
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
