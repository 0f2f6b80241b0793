{{ config(severity='warn') }}

with index_bars as (
    select * from {{ ref('int_bars_daily') }}
    where ticker = '^GSPC'
),

answered as (
    select
        min(window_start) as first_day,
        max(window_end) as last_day
    from {{ ref('stg_yahoo__charts') }}
    where ticker = '^GSPC'
),

{# An answer without its first or last session is as wrong as one with a hole. #}
sessions as (
    select sessions.session_date
    from {{ ref('int_sessions') }} as sessions
    inner join answered on sessions.session_date between answered.first_day and answered.last_day
)

select sessions.session_date
from sessions
left join index_bars on sessions.session_date = index_bars.trade_date
where index_bars.trade_date is null
