-- Each state's weather over the %(days)s days before the range's end, beside its mean of the whole range.
with latest as (
    select max(date_day) as last_day
    from marts.fct_state_weather_daily
    where date_day < %(end)s
),

recent as (
    select
        state_code,
        avg(precipitation_mm) as rainfall_mm,
        avg(temperature_c) as temperature_c,
        avg(cloud_cover_pct) as cloud_cover_pct
    from marts.fct_state_weather_daily
    where date_day > (select last_day - %(days)s from latest) and date_day < %(end)s
    group by state_code
),

ranged as (
    select
        state_code,
        avg(precipitation_mm) as range_rainfall_mm,
        avg(temperature_c) as range_temperature_c,
        avg(cloud_cover_pct) as range_cloud_cover_pct
    from marts.fct_state_weather_daily
    where date_day >= %(start)s and date_day < %(end)s
    group by state_code
)

select
    state.state_code,
    state.state_name,
    state.census_region,
    latest.last_day,
    recent.rainfall_mm,
    recent.temperature_c,
    recent.cloud_cover_pct,
    ranged.range_rainfall_mm,
    ranged.range_temperature_c,
    ranged.range_cloud_cover_pct
from marts.dim_state as state
cross join latest
inner join recent on state.state_code = recent.state_code
left join ranged on state.state_code = ranged.state_code
order by state.state_name
