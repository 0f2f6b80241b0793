-- How the companies that were members on the day did, over the last %(sessions)s sessions.
with sessions as (
    select trade_date from marts.fct_market_daily
    order by trade_date desc
    limit %(sessions)s
)

select
    sessions.trade_date,
    count(*) filter (where stock.total_return > 0) as gained,
    count(stock.total_return) as known
from sessions
left join marts.fct_stock_daily as stock on sessions.trade_date = stock.trade_date and stock.is_member
group by sessions.trade_date
order by sessions.trade_date
