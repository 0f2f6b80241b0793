with source as (
    select * from {{ source('yahoo', 'yahoo_charts') }}
),

renamed as (
    select
        ticker,
        window_start,
        window_end,
        asked_on,
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
