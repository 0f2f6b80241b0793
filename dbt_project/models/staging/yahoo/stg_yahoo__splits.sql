with source as (
    select * from {{ source('yahoo', 'yahoo_splits') }}
),

renamed as (
    select
        ticker,
        event_time,
        {{ local_date('event_time', 'exchange_timezone') }} as split_date,
        numerator / denominator as split_ratio,
        object_key,
        object_version,
        line_number,
        load_id
    from source
    where
        denominator > 0
        and numerator between 0.0001 * denominator and 10000 * denominator
)

select * from renamed
