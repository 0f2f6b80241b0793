with named as (
    select
        company_id,
        ticker,
        min(traded_from) as valid_from,
        max(valid_from) as named_on
    from {{ ref('int_company_tickers') }}
    group by 1, 2
),

{# A provider's series mostly follows the company: under a new ticker it reaches back to before
    it, and who had the ticker earlier is no longer in it. #}
followed as (
    select
        *,
        min(valid_from) over (
            partition by ticker
            order by named_on
            rows between 1 following and unbounded following
        ) as valid_to
    from named
),

series as (
    select * from followed
    where
        valid_from < valid_to
        or valid_to is null
)

select * from series
