with calendar_days as (
    select
        *,
        cast(extract(year from date_day) as {{ dbt.type_int() }}) as calendar_year
    from {{ ref('int_calendar_days') }}
),

known_days as (
    select * from (
        values
        ('1996-01-02', 2, true, false),
        ('2001-09-10', 1, true, false),
        ('2001-09-14', 5, false, false),
        ('2012-10-30', 2, false, false),
        ('2018-12-05', 3, false, false),
        ('2021-06-18', 5, true, false),
        ('2022-06-20', 1, false, false),
        ('2024-02-29', 4, true, false),
        ('2024-07-03', 3, true, true),
        ('2025-01-09', 4, false, false),
        ('2027-12-31', 5, true, false),
        ('2035-12-30', 7, false, false)
    ) as listed (known_day, weekday, trades, closes_early)
),

known_years as (
    select * from (
        values (2001, 248), (2012, 250), (2020, 253), (2024, 252), (2025, 250)
    ) as listed (known_year, known_sessions)
),

wrong_days as (
    select known_days.known_day as wrong
    from known_days
    left join calendar_days on cast(known_days.known_day as date) = calendar_days.date_day
    where
        calendar_days.date_day is null
        or calendar_days.iso_weekday <> known_days.weekday
        or calendar_days.is_session <> known_days.trades
        or calendar_days.is_early_close <> known_days.closes_early
),

wrong_years as (
    select cast(known_years.known_year as {{ dbt.type_string() }}) as wrong
    from known_years
    left join calendar_days on known_years.known_year = calendar_days.calendar_year
    group by known_years.known_year, known_years.known_sessions
    having count(case when calendar_days.is_session then 1 end) <> known_years.known_sessions
)

select * from wrong_days
union all
select * from wrong_years
