{%- set monday = "cast('1996-01-01' as date)" -%}

with days as (
    {{ dbt.date_spine('day', monday, "cast('2036-01-01' as date)") }}
),

holidays as (
    select * from {{ ref('nyse_holidays') }}
),

early_closes as (
    select * from {{ ref('nyse_early_closes') }}
),

{# Engines number the days of a week differently: count them from a Monday instead. #}
weekdays as (
    select
        cast(date_day as date) as date_day,
        mod({{ dbt.datediff(monday, 'date_day', 'day') }}, 7) + 1 as iso_weekday
    from days
),

calendar as (
    select
        weekdays.date_day,
        weekdays.iso_weekday,
        weekdays.iso_weekday <= 5
        and holidays.holiday_date is null as is_session,
        early_closes.close_date is not null as is_early_close
    from weekdays
    left join holidays on weekdays.date_day = holidays.holiday_date
    left join early_closes on weekdays.date_day = early_closes.close_date
)

select * from calendar
