-- One company over the range: from the close before it (return_index starts at 100) to its last close.
with days as (
    select
        trade_date,
        ticker,
        close,
        total_return,
        dividend,
        return_index,
        is_member,
        coalesce((
            select earlier.return_index
            from marts.fct_stock_daily as earlier
            where earlier.company_id = %(company)s and earlier.trade_date < %(start)s
            order by earlier.trade_date desc
            limit 1
        ), 100) as base
    from marts.fct_stock_daily
    where company_id = %(company)s and trade_date between %(start)s and %(end)s
),

falls as (
    select *, return_index / greatest(base, max(return_index) over (order by trade_date)) - 1 as drawdown
    from days
)

select
    count(*) as bars,
    count(total_return) as sessions,
    max(trade_date) as last_session,
    (array_agg(ticker order by trade_date desc))[1] as ticker,
    (array_agg(close order by trade_date desc))[1] as close,
    (array_agg(total_return order by trade_date desc))[1] as last_return,
    case when count(total_return) > 0 then (array_agg(return_index / base order by trade_date desc))[1] - 1 end
        as range_return,
    stddev_samp(total_return) as volatility,
    case when count(total_return) > 0 then min(drawdown) end as max_drawdown,
    count(*) filter (where dividend > 0) as dividends
from falls
