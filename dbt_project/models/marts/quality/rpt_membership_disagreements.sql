with events as (
    select * from {{ ref('int_membership_events') }}
),

listings as (
    select * from {{ ref('int_listing_disagreements') }}
),

renames as (
    select * from {{ ref('int_unknown_renames') }}
),

versions as (
    select * from {{ ref('int_company_versions') }}
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

unioned as (
    select distinct
        company_id,
        event,
        case told_by when 'spells' then event_date else other_date end as spells_date,
        case told_by when 'page' then event_date else other_date end as page_date,
        cast(null as date) as last_observed_on,
        cast(null as {{ dbt.type_string() }}) as detail
    from paired
    where
        nearness = 1
        and (other_date is null or other_date != event_date)
    union all
    select
        company_id,
        event,
        case event when 'only_member' then first_observed_on end as spells_date,
        case event when 'only_member' then null else first_observed_on end as page_date,
        last_observed_on,
        detail
    from listings
    union all
    select
        company_id,
        'perhaps_renamed' as event,
        cast(null as date) as spells_date,
        first_observed_on as page_date,
        last_observed_on,
        renamed_to as detail
    from renames
),

disagreements as (
    select
        unioned.company_id,
        coalesce(versions.ticker, unioned.company_id) as ticker,
        unioned.event,
        unioned.spells_date,
        unioned.page_date,
        unioned.last_observed_on,
        unioned.detail,
        {{ dbt.datediff('unioned.spells_date', 'unioned.page_date', 'day') }}
            as days_apart
    from unioned
    left join versions
        on
            unioned.company_id = versions.company_id
            and {{ during('coalesce(unioned.spells_date, unioned.page_date)', 'versions') }}
)

select * from disagreements
