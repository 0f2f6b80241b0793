-- On which days did the market move most, and in what mood?
select
    trade_date,
    round(100 * price_return::numeric, 2) as price_return_pct,
    vix_close,
    mood_level,
    rainfall_mm
from fct_market_daily
order by abs(price_return) desc nulls last
limit 20

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

-- What did each sector return month by month in the last year?
select
    date_trunc('month', trade_date)::date as month,
    gics_sector,
    exp(sum(ln(1 + total_return))) - 1 as total_return
from fct_sector_daily
where trade_date > (select max(trade_date) from fct_sector_daily) - interval '1 year'
group by 1, 2
order by 1 desc, 3 desc

-- Which shares went furthest above their own last hundred sessions?
with placed as (
    select
        ticker,
        trade_date,
        close,
        avg(close) over (partition by ticker order by trade_date rows 99 preceding) as mean_close,
        count(*) over (partition by ticker order by trade_date rows 99 preceding) as sessions
    from fct_stock_daily
    where is_member and trade_date > (select max(trade_date) from fct_stock_daily) - 180
)

select ticker, trade_date, close, close / mean_close - 1 as above_its_mean
from placed
where sessions = 100 and trade_date = (select max(trade_date) from placed)
order by above_its_mean desc nulls last
limit 25

-- Which signals are left after autocorrelation and many comparisons?
select
    kind,
    target,
    gics_sector,
    indicator,
    lag_sessions,
    n,
    n_eff,
    r,
    ci_low,
    ci_high,
    q_value
from rpt_signal_correlations
where kind = 'change' and q_value < 0.05
order by abs(r) desc
limit 50

-- Which members had no price, and why?
select * from rpt_member_gaps order by sessions desc limit 50

-- How did each provider answer, run by run?
select
    run_date,
    source,
    count(*) as asked,
    count(*) filter (where status = 'ok') as ok,
    count(*) filter (where status in ('failed', 'refused')) as faults
from fct_extraction_outcomes
group by run_date, source
order by run_date desc, source

-- What was published when, and did its tests pass?
select published_at, action, as_of, data_through, rules_held, tests_warned, rows_rejected, simulated
from ops.publishes
order by publish_id desc
