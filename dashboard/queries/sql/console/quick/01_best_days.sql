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
