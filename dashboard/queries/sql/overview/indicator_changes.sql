-- Each indicator on the last session and on the one before; where its move, its value, and its value %(back)s sessions
-- ago stand among all published ones (percentiles: 0 lowest, 100 highest, ties count half).
with indicators as (
    select
        trade_date,
        array[
            index_close,
            vix_close,
            100 * volatility_7d,
            policy_uncertainty,
            depression_index,
            attention_7d,
            10000 * news_share,
            rainfall_mm,
            temperature_anomaly_c,
            nyc_cloud_cover_pct
        ] as known
    from marts.fct_market_daily
),

sessions as (
    select
        known,
        lag(known) over (order by trade_date) as known_before,
        row_number() over (order by trade_date desc) as age
    from indicators
),

days as (
    select
        sessions.age,
        indicator.position,
        indicator.name,
        indicator.value,
        indicator.previous,
        indicator.value - indicator.previous as change
    from sessions
    cross join lateral unnest(
        array[
            'index_close',
            'vix_close',
            'volatility_7d',
            'policy_uncertainty',
            'depression_index',
            'attention_7d',
            'news_share',
            'rainfall_mm',
            'temperature_anomaly_c',
            'nyc_cloud_cover_pct'
        ],
        known,
        known_before
    ) with ordinality as indicator (name, value, previous, position)
),

latest as (
    select now.*, earlier.value as earlier
    from days as now
    left join days as earlier on now.position = earlier.position and earlier.age = 1 + %(back)s
    where now.age = 1
)

select
    latest.name as indicator,
    latest.previous,
    latest.value as latest,
    latest.change,
    100 * avg((sign(abs(latest.change) - abs(days.change)) + 1) / 2) as change_standing,
    100 * avg((sign(latest.value - days.value) + 1) / 2) as standing,
    100 * avg((sign(latest.earlier - days.value) + 1) / 2) as earlier_standing
from latest
inner join days on latest.position = days.position
group by latest.position, latest.name, latest.previous, latest.value, latest.change, latest.earlier
order by latest.position
