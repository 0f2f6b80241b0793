-- How the market behaved in a range at each level of mood: where its days lay, in per cent a day or VIX points.
with days as (
    select
        timeline.mood_level,
        measures.measure,
        measures.value
    from marts.rpt_market_timeline as timeline
    cross join lateral (
        values
        ('index_return', 100 * timeline.price_return),
        ('index_volatility', 100 * timeline.volatility_7d),
        ('vix_close', timeline.vix_close)
    ) as measures (measure, value)
    where
        timeline.trade_date between %(start)s and %(end)s
        and timeline.mood_level is not null
        and measures.value is not null
)

select
    measure,
    mood_level,
    count(*) as sessions,
    avg(value) as mean,
    stddev_samp(value) as stddev,
    percentile_cont(0.05) within group (order by value) as p05,
    percentile_cont(0.25) within group (order by value) as p25,
    percentile_cont(0.5) within group (order by value) as p50,
    percentile_cont(0.75) within group (order by value) as p75,
    percentile_cont(0.95) within group (order by value) as p95
from days
group by measure, mood_level
order by measure, array_position(array['Low', 'Medium', 'High'], mood_level)
