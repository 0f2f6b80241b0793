{{ config(materialized='view') }}

with membership as (
    select * from {{ ref('int_membership') }}
),

sessions as (
    select * from {{ ref('int_sessions') }}
),

versions as (
    select * from {{ ref('int_company_versions') }}
),

loaded as (
    select
        min(trade_date) as first_session,
        max(trade_date) as last_session
    from {{ ref('int_returns_daily') }}
    where ticker not like '^%'
),

member_days as (
    select
        sessions.session_date as trade_date,
        sessions.session_number,
        membership.company_id,
        versions.gics_sector,
        versions.gics_sub_industry
    from sessions
    inner join loaded
        on sessions.session_date between loaded.first_session and loaded.last_session
    inner join membership on {{ during('sessions.session_date', 'membership') }}
    inner join versions
        on
            membership.company_id = versions.company_id
            and {{ during('sessions.session_date', 'versions') }}
)

select * from member_days
