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

returns as (
    select * from {{ ref('int_returns_daily') }}
),

loaded as (
    select
        min(trade_date) as first_session,
        max(trade_date) as last_session
    from returns
    where ticker not like '^%'
),

{# A company's time in the index under one classification; least skips an open end, a null. #}
spells as (
    select
        versions.gics_sector,
        versions.gics_sub_industry,
        greatest(membership.valid_from, versions.valid_from) as valid_from,
        least(membership.valid_to, versions.valid_to) as valid_to
    from membership
    inner join versions
        on
            membership.company_id = versions.company_id
            and (membership.valid_from < versions.valid_to or versions.valid_to is null)
            and (membership.valid_to > versions.valid_from or membership.valid_to is null)
),

{# Who comes and who goes: rows for each member and session would be as many as the bars. #}
changes as (
    select
        gics_sector,
        gics_sub_industry,
        valid_from as changed_on,
        1 as change
    from spells
    union all
    select
        gics_sector,
        gics_sub_industry,
        valid_to as changed_on,
        -1 as change
    from spells
    where valid_to is not null
),

change_days as (
    select
        gics_sector,
        gics_sub_industry,
        changed_on,
        sum(change) as change
    from changes
    group by gics_sector, gics_sub_industry, changed_on
),

counts as (
    select
        gics_sector,
        gics_sub_industry,
        changed_on as valid_from,
        lead(changed_on) over industry_days as valid_to,
        cast(sum(change) over industry_days as {{ dbt.type_bigint() }}) as members
    from change_days
    window industry_days as (
        partition by gics_sector, gics_sub_industry
        order by changed_on
    )
),

industry_members as (
    select
        sessions.session_date as trade_date,
        sessions.session_number,
        counts.gics_sector,
        counts.gics_sub_industry,
        counts.members
    from sessions
    inner join loaded
        on sessions.session_date between loaded.first_session and loaded.last_session
    inner join counts on {{ during('sessions.session_date', 'counts') }}
    where counts.members > 0
)

select * from industry_members
