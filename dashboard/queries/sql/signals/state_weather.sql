-- Each state's weather over the %(days)s days before the range's last session, beside its mean of the whole range.
with latest as (
    select max(date_day) as last_day
    from marts.fct_state_weather_daily
    where date_day < %(end)s
),

weather as (
    select
        daily.state_code,
        avg(daily.precipitation_mm) as range_rainfall_mm,
        avg(daily.temperature_c) as range_temperature_c,
        avg(daily.cloud_cover_pct) as range_cloud_cover_pct,
        avg(daily.precipitation_mm) filter (where daily.date_day > latest.last_day - %(days)s) as rainfall_mm,
        avg(daily.temperature_c) filter (where daily.date_day > latest.last_day - %(days)s) as temperature_c,
        avg(daily.cloud_cover_pct) filter (where daily.date_day > latest.last_day - %(days)s) as cloud_cover_pct
    from marts.fct_state_weather_daily as daily
    cross join latest
    where daily.date_day between least(%(start)s, latest.last_day - %(days)s + 1) and latest.last_day
    group by daily.state_code
)

select
    state.state_code,
    state.state_name,
    state.census_region,
    latest.last_day,
    weather.rainfall_mm,
    weather.temperature_c,
    weather.cloud_cover_pct,
    weather.range_rainfall_mm,
    weather.range_temperature_c,
    weather.range_cloud_cover_pct
from marts.dim_state as state
inner join weather on state.state_code = weather.state_code
cross join latest
order by state.state_name
