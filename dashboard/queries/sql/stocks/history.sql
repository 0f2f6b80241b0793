-- One company's price, return, volatility and drawdown, a row per session (or week, or month) of the range.
-- A session without a bar is there, and empty: nothing is drawn across it.
with sessions as (
    select date_day as trade_date, date_trunc(%(period)s, date_day) as period
    from marts.dim_date
    where
        is_session
        and date_day between %(start)s and %(end)s
        and date_day <= (select max(market.trade_date) from marts.fct_market_daily as market)
),

base as (
    select coalesce((
        select return_index
        from marts.fct_stock_daily
        where company_id = %(company)s and trade_date < %(start)s
        order by trade_date desc
        limit 1
    ), 100) as return_index
),

bars as (
    select
        stock.*,
        stock.return_index
        / greatest(base.return_index, max(stock.return_index) over (order by stock.trade_date)) - 1 as drawdown
    from marts.fct_stock_daily as stock
    cross join base
    where stock.company_id = %(company)s and stock.trade_date between %(start)s and %(end)s
),

periods as (
    select
        max(sessions.trade_date) as trade_date,
        (array_agg(bars.close order by bars.trade_date desc) filter (where bars.close is not null))[1] as close,
        (array_agg(bars.close_adjusted order by bars.trade_date desc) filter (where bars.close is not null))[1]
            as close_adjusted,
        count(bars.total_return) as returns,
        (array_agg(bars.return_index order by bars.trade_date desc) filter (where bars.close is not null))[1]
            as return_index,
        (array_agg(bars.volatility_7d order by bars.trade_date desc) filter (where bars.close is not null))[1]
            as volatility_7d,
        min(bars.drawdown) as drawdown,
        bool_or(bars.is_member) as is_member
    from sessions
    left join bars on sessions.trade_date = bars.trade_date
    group by sessions.period
)

select
    periods.trade_date,
    periods.close,
    periods.close_adjusted,
    case
        when periods.returns > 0
            then periods.return_index / lag(periods.return_index, 1, base.return_index)
                over (order by periods.trade_date) - 1
    end as total_return,
    periods.volatility_7d,
    periods.drawdown,
    periods.is_member
from periods
cross join base
order by periods.trade_date
