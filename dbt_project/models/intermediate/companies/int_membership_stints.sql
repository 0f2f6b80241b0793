with told as (
    select * from {{ ref('int_stints_told') }}
),

tickers as (
    select * from {{ ref('int_company_tickers') }}
),

{# Of those who have the ticker from then on: who was renamed to it by `used_on`, or the first. #}
named as (
    select
        told.*,
        tickers.company_id,
        row_number() over (
            partition by told.ticker, told.valid_from, told.is_removal
            order by
                case
                    when tickers.is_renamed and tickers.valid_from <= told.used_on
                        then tickers.valid_from
                    else cast('0001-01-01' as date)
                end desc,
                tickers.valid_from
        ) as name_number
    from told
    inner join tickers
        on
            told.ticker = tickers.ticker
            and (told.valid_from < tickers.valid_to or tickers.valid_to is null)
),

stints as (
    select
        company_id,
        ticker,
        valid_from,
        valid_to,
        is_removal
    from named
    where name_number = 1
)

select * from stints
