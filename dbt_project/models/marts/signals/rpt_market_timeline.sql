with market_days as (
    select * from {{ ref('fct_market_daily') }}
),

sessions as (
    select * from {{ ref('int_sessions') }}
),

interest as (
    select * from {{ ref('stg_google_trends__interest') }}
    where geo = 'US' and term = 'depression'
),

{# Known once its period is over; a session sees what ended in the 14 days up to it. #}
candidates as (
    select
        market_days.trade_date,
        interest.resolution,
        interest.period_end,
        interest.interest,
        max(case when interest.resolution = 'week' then interest.period_end end)
            over (partition by market_days.trade_date) as newest_week_end,
        sessions.previous_session
    from market_days
    inner join sessions on market_days.trade_date = sessions.session_date
    inner join interest
        on
            market_days.trade_date >= interest.period_end
            and {{ dbt.dateadd('day', -14, 'market_days.trade_date') }} <= interest.period_end
),

trends as (
    select
        trade_date,
        coalesce(
            avg(case when resolution = 'week' and period_end = newest_week_end then interest end),
            avg(case when resolution = 'day' and period_end > previous_session then interest end)
        ) as trends_interest
    from candidates
    group by trade_date
),

timeline as (
    select
        market_days.trade_date,
        market_days.index_close,
        market_days.price_return,
        market_days.return_index,
        market_days.volatility_7d,
        {%- for indicator in var('indicators') %}
            market_days.{{ indicator.series }},
        {%- endfor %}
        market_days.mood_level,
        cast(trends.trends_interest as {{ type_double() }}) as trends_interest
    from market_days
    left join trends on market_days.trade_date = trends.trade_date
)

select * from timeline
