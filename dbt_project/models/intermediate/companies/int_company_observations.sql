{{ config(materialized='view', contract={'enforced': false}) }}

with members as (
    select * from {{ ref('int_listed_members') }}
),

tickers as (
    select * from {{ ref('int_company_tickers') }}
),

named as (
    select
        members.*,
        tickers.company_id,
        tickers.valid_from as named_on,
        row_number() over (
            partition by members.observed_on, members.ticker
            order by tickers.valid_from
        ) as name_number
    from members
    inner join tickers
        on
            members.ticker = tickers.ticker
            and (members.observed_on < tickers.valid_to or tickers.valid_to is null)
),

{# A ticker that a company takes only later is another company's while it still has its own. #}
numbered as (
    select
        *,
        row_number() over (
            partition by company_id, observed_on
            order by named_on
        ) as listing_number
    from named
    where name_number = 1
),

observations as (
    select
        company_id,
        observed_on,
        company_name,
        gics_sector,
        gics_sub_industry,
        unknown_sub_industry,
        cik,
        headquarters
    from numbered
    where listing_number = 1
)

select * from observations
