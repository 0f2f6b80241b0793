with events as (
    select * from {{ ref('int_membership_events') }}
),

{# Each event beside the other source's nearest one, if there is any within thirty days. #}
paired as (
    select
        events.*,
        others.event_date as other_date,
        row_number() over (
            partition by events.company_id, events.event, events.event_date
            order by
                abs({{ dbt.datediff('events.event_date', 'others.event_date', 'day') }}),
                others.event_date
        ) as nearness
    from events
    left join events as others
        on
            events.company_id = others.company_id
            and events.event = others.event
            and events.told_by != others.told_by
            and abs({{ dbt.datediff('events.event_date', 'others.event_date', 'day') }}) <= 30
),

disagreements as (
    select distinct
        company_id,
        event,
        case told_by when 'spells' then event_date else other_date end as spells_date,
        case told_by when 'page' then event_date else other_date end as page_date
    from paired
    where
        nearness = 1
        and (other_date is null or other_date != event_date)
)

select * from disagreements
