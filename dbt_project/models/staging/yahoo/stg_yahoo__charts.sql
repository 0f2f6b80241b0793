with source as (
    select * from {{ source('yahoo', 'yahoo_charts') }}
),

renamed as (
    select
        ticker,
        symbol,
        window_start,
        window_end,
        asked_on,
        instrument_type,
        currency,
        {{ local_date('first_trade_time', 'exchange_timezone') }}
            as first_traded_on,
        object_key,
        object_version,
        line_number,
        extracted_at,
        load_id
    from source
)

select * from renamed
