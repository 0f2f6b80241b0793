with renames as (
    select * from {{ ref('ticker_renames') }}
),

spells as (
    select * from {{ ref('stg_membership_spells__spells') }}
),

changes as (
    select * from {{ ref('stg_wikipedia__changes') }}
),

members as (
    select * from {{ ref('stg_wikipedia__members') }}
),

tickers as (
    select ticker from spells
    union distinct
    select added_ticker as ticker from changes
    union distinct
    select removed_ticker as ticker from changes
    union distinct
    select ticker from members
),

first_names as (
    select
        *,
        row_number() over (partition by company_id order by renamed_on) as rename_number
    from renames
),

names as (
    select
        company_id,
        old_ticker as ticker,
        cast('0001-01-01' as date) as valid_from,
        renamed_on as valid_to
    from first_names
    where rename_number = 1
    union all
    select
        company_id,
        new_ticker as ticker,
        renamed_on as valid_from,
        lead(renamed_on) over (partition by company_id order by renamed_on) as valid_to
    from renames
),

{# Who uses a ticker after the company that gave it up is another one. #}
abandoned as (
    select
        ticker,
        max(valid_to) as given_up_on
    from names
    group by 1
    having count(*) = count(valid_to)
),

unioned as (
    select
        *,
        true as is_renamed
    from names
    union all
    select
        ticker || '-since-' || {{ year_of('given_up_on') }} as company_id,
        ticker,
        given_up_on as valid_from,
        cast(null as date) as valid_to,
        false as is_renamed
    from abandoned
    union all
    select
        tickers.ticker as company_id,
        tickers.ticker,
        cast('0001-01-01' as date) as valid_from,
        cast(null as date) as valid_to,
        false as is_renamed
    from tickers
    left join names on tickers.ticker = names.ticker
    where
        names.ticker is null
        and tickers.ticker is not null
)

select * from unioned
