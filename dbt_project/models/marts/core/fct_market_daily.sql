with index_days as (
    select * from {{ ref('int_index_daily') }}
),

indicators as (
    select * from {{ ref('int_indicators_aligned') }}
),

members as (
    select
        trade_date,
        avg(total_return) as members_total_return
    from {{ ref('fct_stock_daily') }}
    where is_member
    group by trade_date
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
        members.members_total_return,
        100 * exp(sum(ln(1 + members.members_total_return)) over (order by index_days.trade_date))
            as members_return_index,
        index_days.vix_close,
        {%- for indicator in var('indicators') if indicator.group != 'market' %}
            indicators.{{ indicator.series }},
        {%- endfor %}
        indicators.rainfall_states,
        indicators.attention_7d,
        case
            when indicators.depression_index <= 33 then 'Low'
            when indicators.depression_index <= 66 then 'Medium'
            when indicators.depression_index > 66 then 'High'
        end as mood_level
    from index_days
    left join indicators on index_days.trade_date = indicators.trade_date
    left join members on index_days.trade_date = members.trade_date
)

select * from market
