with listings as (
    select * from {{ ref('int_company_listings') }}
),

membership as (
    select * from {{ ref('int_membership') }}
),

newest as (
    select max(observed_on) as observed_on from listings
),

listed as (
    select listings.company_id
    from listings
    inner join newest on listings.observed_on = newest.observed_on
),

members as (
    select membership.company_id
    from membership
    inner join newest on {{ during('newest.observed_on', 'membership') }}
),

compared as (
    select
        coalesce(listed.company_id, members.company_id) as company_id,
        case when members.company_id is null then 'only_listed' else 'only_member' end as event
    from listed
    full outer join members on listed.company_id = members.company_id
    where
        listed.company_id is null
        or members.company_id is null
),

disagreements as (
    select
        compared.company_id,
        compared.event,
        newest.observed_on
    from compared
    cross join newest
)

select * from disagreements
