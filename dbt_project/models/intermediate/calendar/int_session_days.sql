with calendar_days as (
    select * from {{ ref('int_calendar_days') }}
),

{# Read backwards, so that the frame only ever grows and the work stays linear. #}
seen as (
    select
        date_day,
        min(case when is_session then date_day end) over (
            order by date_day desc
            rows between unbounded preceding and 1 preceding
        ) as session_date
    from calendar_days
)

select * from seen
where session_date is not null
