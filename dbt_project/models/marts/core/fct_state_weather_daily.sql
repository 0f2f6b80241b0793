with observations as (
    select * from {{ ref('stg_open_meteo__daily_weather') }}
),

states as (
    select * from {{ ref('dim_state') }}
),

temperatures as (
    select * from {{ ref('int_state_temperatures') }}
),

weather as (
    select
        observations.observation_date as date_day,
        states.state_code,
        observations.precipitation_mm,
        observations.temperature_max_c,
        observations.temperature_min_c,
        temperatures.temperature_c,
        observations.cloud_cover_pct
    from observations
    inner join states on observations.location = states.state_code
    left join temperatures
        on
            states.state_code = temperatures.state_code
            and observations.observation_date = temperatures.date_day
)

select * from weather
