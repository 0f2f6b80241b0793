select
    min(trade_date) as first_session,
    max(trade_date) as last_session
from marts.fct_market_daily
