{{ config(materialized='view') }}

with quotes as (
    select * from {{ ref('int_quotes_unioned') }}
),

dividends as (
    select * from {{ ref('stg_yahoo__dividends') }}
),

splits as (
    select * from {{ ref('int_split_factors') }}
),

dividend_days as (
    select
        object_key,
        object_version,
        line_number,
        ex_date,
        sum(quoted_amount) as quoted_amount
    from dividends
    group by 1, 2, 3, 4
),

told as (
    select
        quotes.ticker,
        quotes.trade_date,
        quotes.open,
        quotes.high,
        quotes.low,
        quotes.close,
        quotes.volume,
        case
            when quotes.price_source = 'yahoo'
                then
                    coalesce(
                        {{ to_traded('dividend_days.quoted_amount', 'quotes.split_factor') }}, 0
                    )
            else quotes.dividend
        end as dividend,
        case
            when quotes.price_source = 'yahoo' then coalesce(splits.split_ratio, 1)
            else quotes.split_ratio
        end as split_ratio,
        quotes.split_factor,
        quotes.price_source,
        quotes.bar_index,
        quotes.object_key,
        quotes.line_number,
        quotes.extracted_at,
        quotes.load_id
    from quotes
    left join dividend_days
        on
            {{ same_response('quotes', 'dividend_days') }}
            and quotes.trade_date = dividend_days.ex_date
    left join splits
        on
            {{ same_response('quotes', 'splits') }}
            and quotes.trade_date = splits.split_date
)

select * from told
