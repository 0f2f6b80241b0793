with stints as (
    select * from {{ ref('int_membership_stints') }}
),

listings as (
    select * from {{ ref('int_company_listings') }}
),

tickers as (
    select * from {{ ref('int_company_tickers') }}
),

outcomes as (
    select * from {{ ref('stg_extraction__outcomes') }}
),

changes as (
    select
        *,
        lead(valid_from) over (
            partition by company_id
            order by valid_from
        ) as valid_to
    from listings
    where not is_unchanged
),

companies as (
    select
        company_id,
        max(ticker) as ticker
    from stints
    where not is_removal
    group by 1
),

starts as (
    select
        company_id,
        cast('0001-01-01' as date) as valid_from
    from companies
    union distinct
    select
        company_id,
        valid_from
    from changes
    union distinct
    select
        company_id,
        valid_from
    from tickers
    where tickers.valid_from <= (select max(outcomes.run_date) as today from outcomes)
),

versions as (
    select
        starts.company_id,
        coalesce(tickers.ticker, companies.ticker) as ticker,
        changes.company_name,
        coalesce(changes.gics_sector, 'Unclassified') as gics_sector,
        coalesce(changes.gics_sub_industry, 'Unclassified') as gics_sub_industry,
        starts.valid_from,
        lead(starts.valid_from) over (
            partition by starts.company_id
            order by starts.valid_from
        ) as valid_to
    from starts
    inner join companies on starts.company_id = companies.company_id
    left join changes
        on
            starts.company_id = changes.company_id
            and {{ during('starts.valid_from', 'changes') }}
    left join tickers
        on
            starts.company_id = tickers.company_id
            and {{ during('starts.valid_from', 'tickers') }}
)

select * from versions
