-- How did the index behave at each level of mood?
select
    mood_level,
    count(*) as sessions,
    100 * avg(price_return) as mean_return_pct,
    100 * stddev_samp(price_return) as volatility_pct,
    percentile_cont(0.5) within group (order by vix_close) as median_vix
from fct_market_daily
where mood_level is not null
group by mood_level
order by mean_return_pct desc
