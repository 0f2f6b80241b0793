-- The market and its indicators over the last %(sessions)s sessions.
with recent as (
    select
        trade_date,
        index_close,
        price_return,
        members_total_return,
        volatility_7d,
        vix_close,
        depression_index,
        mood_level,
        rainfall_mm,
        rainfall_states
    from marts.fct_market_daily
    order by trade_date desc
    limit %(sessions)s
)

select * from recent
order by trade_date
