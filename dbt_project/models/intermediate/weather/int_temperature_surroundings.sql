{{ config(materialized='view', contract={'enforced': false}) }}

with observations as (
    select * from {{ ref('stg_open_meteo__daily_weather') }}
),

states as (
    select * from {{ ref('us_states') }}
),

calendar_days as (
    select * from {{ ref('int_calendar_days') }}
),

middles as (
    select
        states.state_code,
        observations.observation_date,
        (observations.temperature_max_c + observations.temperature_min_c) / 2 as temperature_c
    from observations
    inner join states on observations.location = states.state_code
),

{# And the days around, whose surroundings know something. #}
observed_states as (
    select
        state_code,
        cast({{ dbt.dateadd('day', -7, 'min(observation_date)') }} as date) as first_day,
        cast({{ dbt.dateadd('day', 7, 'max(observation_date)') }} as date) as last_day
    from middles
    where temperature_c is not null
    group by 1
),

{# Around every calendar day, observed or not: a window across New Year counts what is known.
   Planners estimate a join on one unique text well, and one on two columns badly. #}
surroundings as (
    select
        observed_states.state_code,
        calendar_days.date_day,
        middles.temperature_c,
        sum(middles.temperature_c) over fifteen_days as temperature_sum,
        count(middles.temperature_c) over fifteen_days as temperature_days
    from observed_states
    inner join calendar_days
        on calendar_days.date_day between observed_states.first_day and observed_states.last_day
    left join middles
        on
            observed_states.state_code || cast(calendar_days.date_day as {{ dbt.type_string() }})
            = middles.state_code || cast(middles.observation_date as {{ dbt.type_string() }})
    window fifteen_days as (
        partition by observed_states.state_code
        order by calendar_days.date_day
        rows between 7 preceding and 7 following
    )
)

select * from surroundings
