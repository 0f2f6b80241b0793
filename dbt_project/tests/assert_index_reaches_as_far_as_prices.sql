with market as (
    select max(trade_date) as newest_index
    from {{ ref('fct_market_daily') }}
    where index_close is not null
),

stocks as (
    select max(trade_date) as newest_bar
    from {{ ref('fct_stock_daily') }}
)

select
    market.newest_index,
    stocks.newest_bar
from market
cross join stocks
where
    market.newest_index is null
    or market.newest_index < stocks.newest_bar
