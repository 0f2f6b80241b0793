with tickers as (
    select * from {{ ref('int_company_tickers') }}
),

stints as (
    select * from {{ ref('int_membership_stints') }}
),

named as (
    select
        company_id,
        ticker,
        min(traded_from) as valid_from,
        max(valid_from) as named_on,
        max(case when is_renamed then valid_from end) as renamed_on
    from tickers
    group by 1, 2
),

taken_over as (
    select
        *,
        max(renamed_on) over (partition by ticker) as last_renamed_on
    from named
),

{# A provider's series follows the company: under a new ticker it reaches back to before it, and who
    had the ticker earlier is no longer in it. #}
followed as (
    select
        company_id,
        ticker,
        valid_from,
        lead(valid_from) over (partition by ticker order by named_on) as valid_to,
        named_on
    from taken_over
    where
        named_on >= last_renamed_on
        or last_renamed_on is null
),

series as (
    select * from followed
    where company_id in (select stints.company_id from stints)
)

select * from series
