with listings as (
    select * from {{ ref('int_company_listings') }}
),

membership as (
    select * from {{ ref('int_membership') }}
),

lists as (
    select
        observed_on,
        row_number() over (order by observed_on) as list_number
    from listings
    group by observed_on
),

members as (
    select
        membership.company_id,
        lists.observed_on
    from lists
    inner join membership on {{ during('lists.observed_on', 'membership') }}
),

compared as (
    select
        coalesce(listings.company_id, members.company_id) as company_id,
        coalesce(listings.observed_on, members.observed_on) as observed_on,
        case when members.company_id is null then 'only_listed' else 'only_member' end as event,
        cast(null as {{ dbt.type_string() }}) as detail
    from listings
    full outer join members
        on
            listings.company_id = members.company_id
            and listings.observed_on = members.observed_on
    where
        listings.company_id is null
        or members.company_id is null
    union all
    select
        company_id,
        observed_on,
        'unknown_sub_industry' as event,
        unknown_sub_industry as detail
    from listings
    where unknown_sub_industry is not null
),

{# Neighbouring lists that differ have the same distance to their own count. #}
numbered as (
    select
        compared.*,
        lists.list_number - row_number() over (
            partition by compared.company_id, compared.event
            order by compared.observed_on
        ) as run_number
    from compared
    inner join lists on compared.observed_on = lists.observed_on
),

disagreements as (
    select
        company_id,
        event,
        min(observed_on) as first_observed_on,
        max(observed_on) as last_observed_on,
        max(detail) as detail
    from numbered
    group by company_id, event, run_number
)

select * from disagreements
