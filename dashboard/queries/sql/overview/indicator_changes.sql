-- The last two sessions side by side, and where the last one stands in the whole history (0 lowest, 100 highest).
with unpivoted as (
    select
        market.trade_date,
        indicator.position,
        indicator.indicator,
        indicator.unit,
        indicator.value
    from marts.fct_market_daily as market
    cross join lateral (
        values
        (1, 'S&P 500 close', 'points', market.index_close),
        (2, 'VIX', 'points', market.vix_close),
        (3, 'Volatility, 7 sessions', 'percent a day', 100 * market.volatility_7d),
        (4, 'Depression index', '0 to 100', market.depression_index),
        (5, 'News share on depression', 'per 10,000 articles', 10000 * market.news_share),
        (6, 'Attention, 7-day mean', 'views a day', market.attention_7d),
        (7, 'Policy uncertainty', 'index', market.policy_uncertainty),
        (8, 'Rainfall, mean of states', 'mm', market.rainfall_mm),
        (9, 'Temperature anomaly', '°C', market.temperature_anomaly_c),
        (10, 'Cloud cover, New York', 'percent', market.nyc_cloud_cover_pct)
    ) as indicator (position, indicator, unit, value)
),

last_two as (
    select trade_date, row_number() over (order by trade_date desc) as recency
    from marts.fct_market_daily
    order by trade_date desc
    limit 2
),

sides as (
    select
        unpivoted.position,
        unpivoted.indicator,
        unpivoted.unit,
        max(unpivoted.value) filter (where last_two.recency = 2) as previous,
        max(unpivoted.value) filter (where last_two.recency = 1) as latest
    from unpivoted
    inner join last_two on unpivoted.trade_date = last_two.trade_date
    group by unpivoted.position, unpivoted.indicator, unpivoted.unit
)

select
    sides.indicator,
    sides.unit,
    sides.previous,
    sides.latest,
    sides.latest - sides.previous as change,
    (
        select 100 * avg(case when unpivoted.value < sides.latest then 1.0
            when unpivoted.value = sides.latest then 0.5
            else 0 end)::double precision
        from unpivoted
        where unpivoted.position = sides.position and unpivoted.value is not null and sides.latest is not null
    ) as standing
from sides
order by sides.position
