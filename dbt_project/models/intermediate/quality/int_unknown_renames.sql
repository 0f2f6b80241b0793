{{ config(materialized='view', contract={'enforced': false}) }}

with listings as (
    select * from {{ ref('int_company_listings') }}
),

lists as (
    select
        observed_on,
        row_number() over (order by observed_on) as list_number
    from listings
    group by observed_on
),

{# A company that has several classes of shares may drop one and add another. #}
numbered as (
    select
        listings.company_id,
        listings.company_name,
        listings.cik,
        lists.list_number,
        listings.observed_on,
        count(listings.cik) over (partition by listings.cik, listings.observed_on) as classes,
        lag(lists.list_number) over by_company as previous_number,
        lead(lists.list_number) over by_company as next_number
    from listings
    inner join lists on listings.observed_on = lists.observed_on
    window by_company as (partition by listings.company_id order by lists.list_number)
),

{# Whoever is back within two lists was never gone. #}
gone as (
    select * from numbered
    where
        classes < 2
        and coalesce(next_number - list_number > 2, true)
),

come as (
    select * from numbered
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
