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

events as (
    {%- for event, day in {'added': 'valid_from', 'removed': 'valid_to'}.items() %}
        select
            company_id,
            '{{ event }}' as event,
            {{ day }} as event_date,
            'spells' as told_by
        from membership
        union all
    {%- endfor %}
    select distinct
        company_id,
        event,
        effective_on as event_date,
        'page' as told_by
    from page_changes
),

{# Where the spells decide, and prices are asked for: after them, the page decides alone. #}
membership_events as (
    select * from events
    where
        event_date > (select min(sessions.trade_date) as first_day from sessions)
        and event_date <= (
            select max(coalesce(spells.valid_to, spells.valid_from)) as last_day from spells
        )
)

select * from membership_events
