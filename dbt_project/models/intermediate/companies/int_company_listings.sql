with observations as (
    select * from {{ ref('int_company_observations') }}
),

{# Before its first observation, a company was what it was then: the earliest that is known. #}
listings as (
    select
        company_id,
        observed_on,
        company_name,
        gics_sector,
        gics_sub_industry,
        unknown_sub_industry,
        cik,
        headquarters,
        lead(observed_on) over by_company is null as is_newest,
        coalesce(
            company_name = lag(company_name) over by_company
            and gics_sector = lag(gics_sector) over by_company
            and coalesce(gics_sub_industry, '')
            = coalesce(lag(gics_sub_industry) over by_company, ''),
            false
        ) as is_unchanged,
        case
            when lag(observed_on) over by_company is null then cast('0001-01-01' as date)
            else observed_on
        end as valid_from
    from observations
    window by_company as (partition by company_id order by observed_on)
)

select * from listings
