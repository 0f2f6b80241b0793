with source as (
    select * from {{ source('yahoo', 'yahoo_bars') }}
),

renamed as (
    select
        ticker,
        {{ local_date('bar_time', 'exchange_timezone') }} as trade_date,
        bar_index,
        case when open > 0 then open end as quoted_open,
        case when high > 0 then high end as quoted_high,
        case when low > 0 then low end as quoted_low,
        case when close > 0 then close end as quoted_close,
        case when volume != 0 or ticker not like '^%' then volume end
            as quoted_volume,
        object_key,
        object_version,
        line_number,
        extracted_at,
        load_id
    from source
)

select * from renamed
