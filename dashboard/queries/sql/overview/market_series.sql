select
    trade_date,
    index_close,
    depression_index,
    mood_level,
    rainfall_mm
from marts.fct_market_daily
where trade_date between %(start)s and %(end)s
order by trade_date
