with observations as (
    select * from {{ ref('stg_open_meteo__daily_weather') }}
),

states as (
    select * from {{ ref('us_states') }}
),

calendar_days as (
    select
        date_day,
        cast(extract(year from date_day) as {{ dbt.type_int() }}) as year_number
    from {{ ref('int_calendar_days') }}
),

classified as (
    select
        observations.*,
        states.state_code is not null as is_state
    from observations
    left join states on observations.location = states.state_code
),

daily as (
    select
        observation_date as date_day,
        avg(case when is_state then precipitation_mm end) as rainfall_mm,
        count(case when is_state then precipitation_mm end) as rainfall_states,
        avg(
            case
                when is_state then (temperature_max_c + temperature_min_c) / 2
            end
        ) as temperature_c,
        max(case when location = 'NYC' then cloud_cover_pct end)
            as nyc_cloud_cover_pct
    from classified
    group by 1
),

{# Around every calendar day, observed or not: a window across New Year counts what is known. #}
surroundings as (
    select
        calendar_days.date_day,
        calendar_days.year_number,
        sum(daily.temperature_c) over fifteen_days as temperature_sum,
        count(daily.temperature_c) over fifteen_days as temperature_days
    from calendar_days
    left join daily on calendar_days.date_day = daily.date_day
    window fifteen_days as (
        order by calendar_days.date_day
        rows between 7 preceding and 7 following
    )
),

observed_years as (
    select distinct year_number from surroundings
    where temperature_days > 0
),

normals as (
    select
        surroundings.date_day,
        sum(anniversaries.temperature_sum)
        / sum(anniversaries.temperature_days) as temperature_normal_c
    from surroundings
    inner join observed_years on surroundings.year_number > observed_years.year_number
    inner join surroundings as anniversaries
        on anniversaries.date_day = cast({{ dbt.dateadd(
            'year',
            'observed_years.year_number - surroundings.year_number',
            'surroundings.date_day'
        ) }} as date)
    where
        surroundings.temperature_days > 0
        and anniversaries.temperature_days > 0
    group by 1
),

weather as (
    select
        daily.date_day,
        daily.rainfall_mm,
        daily.rainfall_states,
        daily.temperature_c,
        normals.temperature_normal_c,
        daily.temperature_c - normals.temperature_normal_c
            as temperature_anomaly_c,
        daily.nyc_cloud_cover_pct
    from daily
    left join normals on daily.date_day = normals.date_day
)

select * from weather
