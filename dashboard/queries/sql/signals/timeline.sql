-- The index and every indicator over the range, thinned to every step-th session, counted back from the last.
with numbered as (
    select
        *,
        row_number() over (order by trade_date desc) - 1 as age,
        ceil(count(*) over () / %(points)s::numeric)::integer as step
    from marts.rpt_market_timeline
    where trade_date between %(start)s and %(end)s
)

select
    trade_date,
    step,
    index_close,
    100 * volatility_7d as volatility_7d,
    vix_close,
    rainfall_mm,
    temperature_anomaly_c,
    nyc_cloud_cover_pct,
    10000 * news_share as news_share,
    attention_views,
    depression_index,
    policy_uncertainty,
    trends_interest
from numbered
where age %% step = 0
order by trade_date
