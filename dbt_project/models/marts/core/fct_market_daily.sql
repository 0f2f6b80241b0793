with index_days as (
    select * from {{ ref('int_index_daily') }}
),

indicators as (
    select * from {{ ref('int_indicators_aligned') }}
),

market as (
    select
        index_days.trade_date,
        index_days.index_open,
        index_days.index_high,
        index_days.index_low,
        index_days.index_close,
        index_days.index_volume,
        index_days.price_return,
        index_days.return_index,
        index_days.volatility_7d,
        index_days.vix_close,
        indicators.rainfall_mm,
        indicators.rainfall_states,
        indicators.temperature_anomaly_c,
        indicators.nyc_cloud_cover_pct,
        indicators.news_share,
        indicators.attention_views,
        indicators.attention_7d,
        indicators.depression_index,
        case
            when indicators.depression_index <= 33 then 'Low'
            when indicators.depression_index <= 66 then 'Medium'
            when indicators.depression_index > 66 then 'High'
        end as mood_level,
        indicators.policy_uncertainty
    from index_days
    left join indicators on index_days.trade_date = indicators.trade_date
)

select * from market
