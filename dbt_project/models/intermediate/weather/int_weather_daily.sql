with observations as (
    select * from {{ ref('stg_open_meteo__daily_weather') }}
),

states as (
    select * from {{ ref('us_states') }}
),

{# Each state against itself: one that comes or goes is no change of weather. #}
temperatures as (
    select
        date_day,
        avg(temperature_c - temperature_normal_c) as temperature_anomaly_c
    from {{ ref('int_state_temperatures') }}
    group by 1
),

daily as (
    select
        observations.observation_date as date_day,
        avg(case when states.state_code is not null then observations.precipitation_mm end)
            as rainfall_mm,
        count(case when states.state_code is not null then observations.precipitation_mm end)
            as rainfall_states,
        max(case when observations.location = 'NYC' then observations.cloud_cover_pct end)
            as nyc_cloud_cover_pct
    from observations
    left join states on observations.location = states.state_code
    group by 1
),

weather as (
    select
        daily.*,
        temperatures.temperature_anomaly_c
    from daily
    left join temperatures on daily.date_day = temperatures.date_day
)

select * from weather
