with renames as (
    select * from {{ ref('int_renames') }}
),

spells as (
    select * from {{ ref('stg_membership_spells__spells') }}
),

changes as (
    select * from {{ ref('stg_wikipedia__changes') }}
),

members as (
    select * from {{ ref('int_listed_members') }}
),

tickers as (
    select ticker from spells
    union distinct
    select added_ticker from changes
    union distinct
    select removed_ticker from changes
    union distinct
    select ticker from members
),

names as (
    select
        company_id,
        old_ticker as ticker,
        cast('0001-01-01' as date) as valid_from,
        renamed_on as valid_to,
        cast('0001-01-01' as date) as traded_from,
        last_ticker
    from renames
    where rename_number = 1
    union all
    select
        company_id,
        new_ticker as ticker,
        renamed_on as valid_from,
        lead(renamed_on) over (partition by company_id order by renamed_on) as valid_to,
        traded_from,
        last_ticker
    from renames
),

{# Who uses a ticker after the company that gave it up is another one. #}
others as (
    select
        ticker || '-since-' || {{ year_of('max(valid_to)') }} as company_id,
        ticker,
        max(valid_to) as valid_from
    from names
    group by ticker
    having count(*) = count(valid_to)
    union all
    select
        ticker as company_id,
        ticker,
        cast('0001-01-01' as date) as valid_from
    from tickers
    where ticker not in (select names.ticker from names)
),

unioned as (
    select
        *,
        true as is_renamed
    from names
    union all
    select
        company_id,
        ticker,
        valid_from,
        cast(null as date) as valid_to,
        cast(null as date) as traded_from,
        ticker as last_ticker,
        false as is_renamed
    from others
)

select * from unioned
