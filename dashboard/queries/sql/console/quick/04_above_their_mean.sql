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
