with sessions as (
    select * from {{ ref('int_sessions') }}
),

index_days as (
    select * from {{ ref('int_index_daily') }}
),

indicators as (
    select * from {{ ref('int_indicators_aligned') }}
),

sector_days as (
    select * from {{ ref('fct_sector_daily') }}
    where gics_sector != 'Unclassified'
),

market_days as (
    select
        index_days.trade_date,
        sessions.session_number,
        index_days.price_return,
        index_days.return_index,
        index_days.volatility_7d as index_volatility,
        index_days.vix_close,
        indicators.rainfall_mm,
        indicators.temperature_anomaly_c,
        indicators.nyc_cloud_cover_pct,
        indicators.news_share,
        indicators.attention_views,
        indicators.depression_index,
        indicators.policy_uncertainty
    from index_days
    inner join sessions on index_days.trade_date = sessions.session_date
    left join indicators on index_days.trade_date = indicators.trade_date
),

unpivoted as (
    {{ unpivot_days('market_days', ['index_volatility'] + signal_indicators()) }}
),

sectors as (
    select distinct gics_sector from sector_days
),

measures as (
    select
        trade_date,
        session_number,
        series,
        cast(null as {{ dbt.type_string() }}) as gics_sector,
        series = 'index_volatility' as is_target,
        false as is_return,
        cast(null as {{ type_double() }}) as session_return,
        session_level
    from unpivoted
    union all
    select
        trade_date,
        session_number,
        'index_return' as series,
        null as gics_sector,
        true as is_target,
        true as is_return,
        price_return as session_return,
        return_index as session_level
    from market_days
    union all
    select
        market_days.trade_date,
        market_days.session_number,
        'sector_return: ' || sectors.gics_sector as series,
        sectors.gics_sector,
        true as is_target,
        true as is_return,
        sector_days.total_return as session_return,
        sector_days.return_index as session_level
    from market_days
    cross join sectors
    left join sector_days
        on
            market_days.trade_date = sector_days.trade_date
            and sectors.gics_sector = sector_days.gics_sector
)

select * from measures
