-- The index and the average member over the range, measured as sectors are: from the close before it to its last close.
select
    measured.line,
    count(measured.daily_return) as sessions,
    stddev_samp(measured.daily_return) as volatility,
    exp(sum(ln(1 + measured.daily_return))) - 1 as range_return
from marts.fct_market_daily as market
cross join lateral (
    values
    ('index', market.price_return),
    ('members', market.members_total_return)
) as measured (line, daily_return)
where market.trade_date between %(start)s and %(end)s
group by measured.line
order by measured.line
