with events as (
    select * from {{ ref('int_event_disagreements') }}
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

unioned as (
    select
        company_id,
        event,
        spells_date,
        page_date,
        cast(null as date) as last_observed_on,
        cast(null as {{ dbt.type_string() }}) as detail
    from events
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
        unioned.*,
        coalesce(versions.ticker, unioned.company_id) as ticker,
        {{ dbt.datediff('unioned.spells_date', 'unioned.page_date', 'day') }}
            as days_apart
    from unioned
    left join versions
        on
            unioned.company_id = versions.company_id
            and {{ during('coalesce(unioned.spells_date, unioned.page_date)', 'versions') }}
)

select * from disagreements
