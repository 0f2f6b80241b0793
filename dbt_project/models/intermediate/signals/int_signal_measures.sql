{%- set targets = {'price_return': 'index_return', 'volatility_7d': 'index_volatility'} -%}
{%- set alone = targets.keys() | list + var('indicators') | map(attribute='series') | list -%}

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
            '{{ targets.get(column, column) }}' as series,
            null as gics_sector,
            {{ column in targets }} as is_target,
            {{ column == 'price_return' }} as is_return,
            {{ column }} as value
        from market_days
    {%- endfor %}
)

select * from measures
