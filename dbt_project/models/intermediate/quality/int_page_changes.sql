with changes as (
    select * from {{ ref('stg_wikipedia__changes') }}
),

tickers as (
    select * from {{ ref('int_company_tickers') }}
),

{# Who is removed had the ticker on the day before. #}
unioned as (
    select
        added_ticker as ticker,
        'added' as event,
        effective_on,
        effective_on as used_on
    from changes
    where added_ticker is not null
    union all
    select
        removed_ticker as ticker,
        'removed' as event,
        effective_on,
        cast({{ dbt.dateadd('day', -1, 'effective_on') }} as date) as used_on
    from changes
    where removed_ticker is not null
),

{# The page may be early with a ticker: then the next company to have it is meant. #}
named as (
    select
        unioned.*,
        tickers.company_id,
        row_number() over (
            partition by unioned.ticker, unioned.event, unioned.effective_on
            order by tickers.valid_from
        ) as name_number
    from unioned
    inner join tickers
        on
            unioned.ticker = tickers.ticker
            and (unioned.used_on < tickers.valid_to or tickers.valid_to is null)
    where unioned.effective_on is not null
),

page_changes as (
    select
        company_id,
        ticker,
        event,
        effective_on
    from named
    where name_number = 1
)

select * from page_changes
