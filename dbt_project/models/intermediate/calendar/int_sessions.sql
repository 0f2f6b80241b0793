with calendar_days as (
    select * from {{ ref('int_calendar_days') }}
),

sessions as (
    select
        date_day as session_date,
        cast(row_number() over (order by date_day) as {{ dbt.type_bigint() }})
            as session_number,
        lag(date_day) over (order by date_day) as previous_session,
        lead(date_day) over (order by date_day) as next_session
    from calendar_days
    where is_session
)

select * from sessions
