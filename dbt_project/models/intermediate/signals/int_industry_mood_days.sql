with sessions as (
    select * from {{ ref('int_sessions') }}
),

market_days as (
    select
        market.trade_date,
        sessions.session_number,
        market.members_total_return,
        case market.mood_level
            when 'Low' then -1
            when 'Medium' then 0
            when 'High' then 1
        end as mood
    from {{ ref('fct_market_daily') }} as market
    inner join sessions on market.trade_date = sessions.session_date
),

industry_days as (
    select
        industry_days.*,
        market_days.session_number,
        dense_rank() over (
            order by industry_days.gics_sector, industry_days.gics_sub_industry
        ) as industry_number
    from {{ ref('fct_industry_daily') }} as industry_days
    inner join market_days on industry_days.trade_date = market_days.trade_date
    where industry_days.gics_sector != 'Unclassified'
),

industries as (
    select distinct
        industry_number,
        gics_sector,
        gics_sub_industry
    from industry_days
),

measures as (
    select 'total_return' as measure
    union all
    select 'excess_return' as measure
    union all
    select 'volatility_7d' as measure
),

{# Planners estimate a join on one unique number well, and one on several columns badly. #}
mood_days as (
    select
        measures.measure
        || '|' || industries.gics_sector
        || '|' || industries.gics_sub_industry as series_key,
        measures.measure,
        industries.gics_sector,
        industries.gics_sub_industry,
        market_days.session_number,
        market_days.mood,
        case measures.measure
            when 'total_return' then industry_days.total_return
            when 'excess_return' then industry_days.total_return - market_days.members_total_return
            when 'volatility_7d' then industry_days.volatility_7d
        end as value
    from market_days
    cross join industries
    cross join measures
    left join industry_days
        on
            100000 * industries.industry_number + market_days.session_number
            = 100000 * industry_days.industry_number + industry_days.session_number
)

select * from mood_days
