with calendar_days as (
    select
        *,
        cast(extract(year from date_day) as {{ dbt.type_int() }}) as year,
        cast(extract(quarter from date_day) as {{ dbt.type_int() }}) as quarter,
        cast(extract(month from date_day) as {{ dbt.type_int() }}) as month
    from {{ ref('int_calendar_days') }}
),

sessions as (
    select * from {{ ref('int_sessions') }}
),

dates as (
    select
        calendar_days.date_day,
        calendar_days.is_session,
        calendar_days.is_early_close,
        sessions.session_number,
        max(sessions.session_date) over (
            order by calendar_days.date_day
            rows between unbounded preceding and 1 preceding
        ) as previous_session,
        calendar_days.iso_weekday,
        calendar_days.year,
        calendar_days.quarter,
        calendar_days.month
    from calendar_days
    left join sessions on calendar_days.date_day = sessions.session_date
)

select * from dates
