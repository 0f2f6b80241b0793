-- Each indicator on the last session and on the one before; where its move, its value, and its value %(back)s sessions
-- ago stand among all published ones (percentiles: 0 lowest, 100 highest, ties count half).
with days as (
    select
        indicator.position,
        indicator.indicator,
        market.trade_date,
        indicator.value,
        indicator.value - lag(indicator.value) over by_day as change,
        lag(indicator.value) over by_day as previous,
        lag(indicator.value, %(back)s) over by_day as earlier,
        row_number() over (partition by indicator.position order by market.trade_date desc) as age
    from marts.fct_market_daily as market
    cross join lateral (
        values
        (1, 'index_close', market.index_close),
        (2, 'vix_close', market.vix_close),
        (3, 'volatility_7d', 100 * market.volatility_7d),
        (4, 'policy_uncertainty', market.policy_uncertainty),
        (5, 'depression_index', market.depression_index),
        (6, 'attention_7d', market.attention_7d),
        (7, 'news_share', 10000 * market.news_share),
        (8, 'rainfall_mm', market.rainfall_mm),
        (9, 'temperature_anomaly_c', market.temperature_anomaly_c),
        (10, 'nyc_cloud_cover_pct', market.nyc_cloud_cover_pct)
    ) as indicator (position, indicator, value)
    window by_day as (partition by indicator.position order by market.trade_date)
),

latest as (
    select * from days
    where age = 1
)

select
    latest.indicator,
    latest.previous,
    latest.value as latest,
    latest.change,
    100 * avg((sign(abs(latest.change) - abs(days.change)) + 1) / 2) as change_standing,
    100 * avg((sign(latest.value - days.value) + 1) / 2) as standing,
    100 * avg((sign(latest.earlier - days.value) + 1) / 2) as earlier_standing
from latest
inner join days on latest.position = days.position
group by latest.position, latest.indicator, latest.previous, latest.value, latest.change, latest.earlier
order by latest.position
