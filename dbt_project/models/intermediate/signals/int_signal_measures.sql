{%- set alone = ['volatility_7d'] + var('indicators') | map(attribute='series') | list -%}

with sessions as (
    select * from {{ ref('int_sessions') }}
),

market as (
    select * from {{ ref('fct_market_daily') }}
),

sector_days as (
    select * from {{ ref('fct_sector_daily') }}
    where gics_sector != 'Unclassified'
),

market_days as (
    select
        market.*,
        sessions.session_number
    from market
    inner join sessions on market.trade_date = sessions.session_date
),

sectors as (
    select distinct gics_sector from sector_days
),

measures as (
    select
        trade_date,
        session_number,
        'index_return' as series,
        cast(null as {{ dbt.type_string() }}) as gics_sector,
        true as is_target,
        true as is_return,
        price_return as value
    from market_days
    union all
    select
        market_days.trade_date,
        market_days.session_number,
        'sector_return: ' || sectors.gics_sector as series,
        sectors.gics_sector,
        true as is_target,
        true as is_return,
        sector_days.total_return as value
    from market_days
    cross join sectors
    left join sector_days
        on
            market_days.trade_date = sector_days.trade_date
            and sectors.gics_sector = sector_days.gics_sector
    {%- for column in alone %}
        union all
        select
            trade_date,
            session_number,
            '{{ column | replace("volatility_7d", "index_volatility") }}' as series,
            null as gics_sector,
            {{ column == 'volatility_7d' }} as is_target,
            false as is_return,
            {{ column }} as value
        from market_days
    {%- endfor %}
)

select * from measures
