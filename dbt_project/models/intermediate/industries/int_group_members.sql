{{ config(materialized='view', contract={'enforced': false}) }}

with spans as (
    select * from {{ ref('int_company_spans') }}
    where is_member
),

sessions as (
    select * from {{ ref('int_sessions') }}
),

loaded as (
    select
        min(trade_date) as first_session,
        max(trade_date) as last_session
    from {{ ref('fct_stock_daily') }}
),

members as (
    select
        case when grouping(spans.gics_sub_industry) = 0 then 'industry' else 'sector' end
            as group_kind,
        spans.gics_sector,
        coalesce(spans.gics_sub_industry, 'All') as gics_sub_industry,
        sessions.session_date as trade_date,
        sessions.session_number,
        count(*) as members
    from sessions
    inner join loaded
        on sessions.session_date between loaded.first_session and loaded.last_session
    inner join spans on {{ during('sessions.session_date', 'spans') }}
    group by
        sessions.session_date,
        sessions.session_number,
        spans.gics_sector,
        rollup (spans.gics_sub_industry)
)

select * from members
