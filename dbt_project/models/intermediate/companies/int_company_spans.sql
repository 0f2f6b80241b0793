with versions as (
    select * from {{ ref('int_company_versions') }}
),

membership as (
    select * from {{ ref('int_membership') }}
),

observed as (
    select
        company_id,
        min(observed_on) as classified_on
    from {{ ref('int_company_listings') }}
    group by 1
),

starts as (
    select
        company_id,
        valid_from
    from versions
    union distinct
    select
        company_id,
        valid_from
    from membership
    union distinct
    select
        company_id,
        valid_to as valid_from
    from membership
    where valid_to is not null
),

bounded as (
    select
        *,
        lead(valid_from) over (partition by company_id order by valid_from) as valid_to
    from starts
),

spans as (
    select
        bounded.company_id,
        versions.gics_sector,
        versions.gics_sub_industry,
        observed.classified_on,
        membership.company_id is not null as is_member,
        bounded.valid_from,
        bounded.valid_to
    from bounded
    inner join versions
        on
            bounded.company_id = versions.company_id
            and {{ during('bounded.valid_from', 'versions') }}
    left join observed on bounded.company_id = observed.company_id
    left join membership
        on
            bounded.company_id = membership.company_id
            and {{ during('bounded.valid_from', 'membership') }}
)

select * from spans
