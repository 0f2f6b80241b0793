{{ config(materialized='view', contract={'enforced': false}) }}

with listings as (
    select * from {{ ref('int_company_listings') }}
),

{# A company that has several classes of shares may drop one and add another. #}
numbered as (
    select
        *,
        dense_rank() over (order by observed_on) as list_number,
        count(cik) over (partition by cik, observed_on) as classes
    from listings
),

followed as (
    select
        *,
        lag(list_number) over by_company as previous_number,
        lead(list_number) over by_company as next_number
    from numbered
    window by_company as (partition by company_id order by list_number)
),

{# Whoever is back within two lists was never gone. #}
gone as (
    select * from followed
    where
        classes < 2
        and coalesce(next_number - list_number > 2, true)
),

come as (
    select * from followed
    where
        classes < 2
        and coalesce(list_number - previous_number > 2, true)
),

renames as (
    select
        gone.company_id,
        come.company_id as renamed_to,
        gone.observed_on as last_observed_on,
        come.observed_on as first_observed_on
    from gone
    inner join come
        on
            gone.list_number + 1 = come.list_number
            and gone.company_id != come.company_id
            and (
                gone.cik = come.cik
                or (gone.cik is null and gone.company_name = come.company_name)
            )
)

select * from renames
