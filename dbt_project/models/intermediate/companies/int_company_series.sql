with tickers as (
    select * from {{ ref('int_company_tickers') }}
),

stints as (
    select * from {{ ref('int_membership_stints') }}
),

{# A provider's series follows the company: under a new ticker it reaches back to before it. #}
series as (
    select
        company_id,
        ticker,
        min(
            case when is_renamed then cast('0001-01-01' as date) else valid_from end
        ) as valid_from,
        case when count(*) = count(valid_to) then max(valid_to) end as valid_to,
        max(valid_from) as named_on
    from tickers
    where company_id in (select stints.company_id from stints)
    group by 1, 2
)

select * from series
