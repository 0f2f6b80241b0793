with session_days as (
    select * from {{ ref('int_session_days') }}
),

weather as (
    select * from {{ ref('int_weather_daily') }}
),

news as (
    select * from {{ ref('int_news_daily') }}
),

mood as (
    select * from {{ ref('int_mood_daily') }}
),

policy as (
    select * from {{ ref('stg_fred__observations') }}
    where series_id = 'USEPUINDXD'
),

aligned as (
    select
        session_days.session_date as trade_date,
        avg(weather.rainfall_mm) as rainfall_mm,
        cast(avg(nullif(weather.rainfall_states, 0)) as {{ type_double() }}) as rainfall_states,
        avg(weather.temperature_anomaly_c) as temperature_anomaly_c,
        avg(weather.nyc_cloud_cover_pct) as nyc_cloud_cover_pct,
        cast(sum(news.matching_articles) as {{ type_double() }})
        / sum(news.monitored_articles) as news_share,
        cast(avg(mood.attention_views) as {{ type_double() }}) as attention_views,
        avg(mood.attention_7d) as attention_7d,
        avg(mood.depression_index) as depression_index,
        avg(policy.observed_value) as policy_uncertainty
    from session_days
    left join weather on session_days.date_day = weather.date_day
    left join news on session_days.date_day = news.date_day
    left join mood on session_days.date_day = mood.date_day
    left join policy on session_days.date_day = policy.observation_date
    group by 1
)

select * from aligned
