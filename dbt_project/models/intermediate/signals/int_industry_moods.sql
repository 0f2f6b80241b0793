with industry_days as (
    select * from {{ ref('fct_industry_daily') }}
    where gics_sector != 'Unclassified'
),

market_days as (
    select
        trade_date,
        case mood_level
            when 'Low' then -1
            when 'Medium' then 0
            when 'High' then 1
        end as mood
    from {{ ref('fct_market_daily') }}
),

moods as (
    select
        trade_date,
        lag(trade_date) over (order by trade_date) as previous_session,
        mood,
        lag(mood) over (order by trade_date) as mood_before
    from market_days
),

measures as (
    select
        trade_date,
        gics_sector,
        gics_sub_industry,
        'total_return' as measure,
        total_return as value
    from industry_days
    union all
    select
        trade_date,
        gics_sector,
        gics_sub_industry,
        'volatility_7d' as measure,
        volatility_7d as value
    from industry_days
),

followed as (
    select
        *,
        lag(value) over by_session as value_before,
        lag(trade_date) over by_session as date_before
    from measures
    window by_session as (
        partition by measure, gics_sector, gics_sub_industry
        order by trade_date
    )
),

seen as (
    select
        followed.measure,
        followed.gics_sector,
        followed.gics_sub_industry,
        case when followed.value is not null then moods.mood end as mood,
        case when followed.value is not null then moods.mood_before end as mood_before,
        case when moods.mood is not null then followed.value end as value,
        case
            when moods.mood is not null and followed.date_before = moods.previous_session
                then followed.value_before
        end as value_before
    from followed
    left join moods on followed.trade_date = moods.trade_date
),

measured as (
    select
        measure,
        gics_sector,
        gics_sub_industry,
        {{ moments_by_mood('mood', 'value') }},
        {{ pearson('value', 'value_before') }} as measure_autocorrelation,
        {{ pearson('mood', 'mood_before') }} as mood_autocorrelation
    from seen
    group by measure, gics_sector, gics_sub_industry
)

select * from measured
