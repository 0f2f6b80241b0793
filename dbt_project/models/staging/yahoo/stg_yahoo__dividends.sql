with source as (
    select * from {{ source('yahoo', 'yahoo_dividends') }}
),

renamed as (
    select
        ticker,
        event_time,
        {{ local_date('event_time', 'exchange_timezone') }} as ex_date,
        amount as quoted_amount,
        object_key,
        object_version,
        line_number,
        extracted_at,
        load_id
    from source
)

select * from renamed
