with observations as (
    select * from {{ ref('int_company_observations') }}
),

compared as (
    select
        *,
        lag(observed_on) over by_company as previously_observed_on,
        lag(company_name) over by_company as previous_name,
        lag(gics_sector) over by_company as previous_sector,
        lag(gics_sub_industry) over by_company as previous_sub_industry,
        cast(
            row_number() over (
                partition by company_id
                order by observed_on desc
            ) as {{ dbt.type_bigint() }}
        ) as recency
    from observations
    window by_company as (partition by company_id order by observed_on)
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
        recency,
        coalesce(
            company_name = previous_name
            and gics_sector = previous_sector
            and coalesce(gics_sub_industry, '') = coalesce(previous_sub_industry, ''),
            false
        ) as is_unchanged,
        case
            when previously_observed_on is null then cast('0001-01-01' as date)
            else observed_on
        end as valid_from
    from compared
)

select * from listings
