with versions as (
    select * from {{ ref('int_company_versions') }}
),

newest_listings as (
    select * from {{ ref('int_company_listings') }}
    where is_newest
),

first_memberships as (
    select
        company_id,
        min(valid_from) as joined_on
    from {{ ref('int_membership') }}
    group by 1
),

companies as (
    select
        {{ dbt.hash(dbt.concat([
            'versions.company_id', "' '",
            'cast(greatest(versions.valid_from, first_memberships.joined_on) as ' ~ dbt.type_string() ~ ')'
        ])) }} as company_key,
        versions.company_id,
        versions.ticker,
        versions.company_name,
        versions.gics_sector,
        versions.gics_sub_industry,
        newest_listings.cik,
        newest_listings.headquarters,
        greatest(versions.valid_from, first_memberships.joined_on) as valid_from,
        versions.valid_to,
        versions.valid_to is null as is_current
    from versions
    inner join first_memberships on versions.company_id = first_memberships.company_id
    left join newest_listings on versions.company_id = newest_listings.company_id
    where
        versions.valid_to > first_memberships.joined_on
        or versions.valid_to is null
)

select * from companies
