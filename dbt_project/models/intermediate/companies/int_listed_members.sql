{{ config(materialized='view', contract={'enforced': false}) }}

with pages as (
    select * from {{ ref('stg_wikipedia__members') }}
),

revisions as (
    select * from {{ ref('stg_wikipedia_revisions__members') }}
),

spellings as (
    select * from {{ ref('gics_spellings') }}
),

sub_industries as (
    select * from {{ ref('gics_sub_industries') }}
),

{# A revision shows a day on which nobody read the page. #}
listed as (
    select * from pages
    union all
    select * from revisions
    where observed_on not in (select pages.observed_on from pages)
),

members as (
    select
        listed.observed_on,
        listed.ticker,
        listed.company_name,
        coalesce(sectors.name, listed.gics_sector) as gics_sector,
        sub_industries.gics_sub_industry,
        case
            when sub_industries.gics_sub_industry is null
                then coalesce(industries.name, listed.gics_sub_industry)
        end as unknown_sub_industry,
        listed.headquarters,
        listed.cik
    from listed
    left join spellings as sectors on listed.gics_sector = sectors.spelling
    left join spellings as industries on listed.gics_sub_industry = industries.spelling
    left join sub_industries
        on coalesce(industries.name, listed.gics_sub_industry) = sub_industries.gics_sub_industry
)

select * from members
