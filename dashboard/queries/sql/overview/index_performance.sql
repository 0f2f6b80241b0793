-- The index over the range, measured as sectors are: from the close before the range to its last close.
with ranged as (
    select
        count(price_return) as sessions,
        stddev_samp(price_return) as volatility,
        (array_agg(return_index order by trade_date desc))[1] as index_at_end
    from marts.fct_market_daily
    where trade_date between %(start)s and %(end)s
),

before as (
    select return_index
    from marts.fct_market_daily
    where trade_date < %(start)s
    order by trade_date desc
    limit 1
)

select
    ranged.sessions,
    ranged.volatility,
    case
        when ranged.sessions > 0
            then ranged.index_at_end / coalesce((select before.return_index from before), 100) - 1
    end as range_return
from ranged
