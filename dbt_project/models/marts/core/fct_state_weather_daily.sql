with observations as (
    select * from {{ ref('stg_open_meteo__daily_weather') }}
),

states as (
    select * from {{ ref('dim_state') }}
),

weather as (
    select
        observations.observation_date as date_day,
        states.state_code,
        observations.precipitation_mm,
        observations.temperature_max_c,
        observations.temperature_min_c,
        (observations.temperature_max_c + observations.temperature_min_c) / 2 as temperature_c,
        observations.cloud_cover_pct
    from observations
    inner join states on observations.location = states.state_code
)

select * from weather
