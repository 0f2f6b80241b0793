{{ config(materialized='view', contract={'enforced': false}) }}

with dates as (
    select * from {{ ref('dim_date') }}
),

last_session as (
    select * from {{ ref('dim_date') }}
    where
        date_day
        = (select max(days.trade_date) as ends_on from {{ ref('int_group_days') }} as days)
),

lengths as (
    select * from
        (values ('1d', 1), ('5d', 5), ('21d', 21), ('63d', 63), ('252d', 252))
            as lengths (horizon, sessions)
),

horizons as (
    select
        lengths.horizon,
        dates.date_day as begins_on,
        last_session.date_day as ends_on
    from last_session
    cross join lengths
    inner join dates on last_session.session_number - lengths.sessions = dates.session_number
    union all
    select
        'ytd' as horizon,
        max(dates.date_day) as begins_on,
        last_session.date_day as ends_on
    from last_session
    inner join dates on last_session.year > dates.year
    where dates.is_session
    group by last_session.date_day
)

select * from horizons
