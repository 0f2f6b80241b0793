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
        given_up_on as traded_from,
        ticker as last_ticker,
        false as is_renamed
    from abandoned
    union all
    select
        ticker as company_id,
        ticker,
        cast('0001-01-01' as date) as valid_from,
        cast(null as date) as valid_to,
        cast('0001-01-01' as date) as traded_from,
        ticker as last_ticker,
        false as is_renamed
    from tickers
    where ticker not in (select names.ticker from names)
)

select * from unioned
