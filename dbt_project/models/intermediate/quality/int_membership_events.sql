with membership as (
    select * from {{ ref('int_membership') }}
),

spells as (
    select * from {{ ref('stg_membership_spells__spells') }}
),

sessions as (
    select * from {{ ref('int_asked_sessions') }}
),

page_changes as (
    select * from {{ ref('int_page_changes') }}
),

{# Where the spells decide, and prices are asked for: after them, the page decides alone. #}
judged as (
    select
        min(sessions.trade_date) as first_day,
        (select max(coalesce(spells.valid_to, spells.valid_from)) as day from spells) as last_day
    from sessions
),

events as (
    select
        company_id,
        'added' as event,
        valid_from as event_date,
        'spells' as told_by
    from membership
    union all
    select
        company_id,
        'removed' as event,
        valid_to as event_date,
        'spells' as told_by
    from membership
    union all
    select distinct
        company_id,
        event,
        effective_on as event_date,
        'page' as told_by
    from page_changes
),

membership_events as (
    select events.*
    from events
    inner join judged
        on
            events.event_date > judged.first_day
            and events.event_date <= judged.last_day
)

select * from membership_events
