with sessions as (
    select * from {{ ref('int_sessions') }}
),

asked as (
    select
        min(window_start) as first_day,
        max(window_end) as last_day
    from {{ ref('int_price_requests') }}
),

asked_sessions as (
    select
        sessions.session_date as trade_date,
        sessions.session_number
    from sessions
    inner join asked on sessions.session_date between asked.first_day and asked.last_day
)

select * from asked_sessions
