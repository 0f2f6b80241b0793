-- The index and the average member over the range, measured as sectors are: from the close before it to its last close.
with days as (
    select 'index' as line, trade_date, price_return as daily_return
    from marts.fct_market_daily
    union all
    select 'members' as line, trade_date, members_total_return as daily_return
    from marts.fct_market_daily
)

select
    line,
    count(daily_return) as sessions,
    stddev_samp(daily_return) as volatility,
    exp(sum(ln(1 + daily_return))) - 1 as range_return
from days
where trade_date between %(start)s and %(end)s
group by line
order by line
