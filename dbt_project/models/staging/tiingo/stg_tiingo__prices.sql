with source as (
    select * from {{ source('tiingo', 'tiingo_prices') }}
),

renamed as (
    select
        ticker,
        cast(substring(date, 1, 10) as date) as trade_date,
        case when open > 0 then open end as open,
        case when high > 0 then high end as high,
        case when low > 0 then low end as low,
        case when close > 0 then close end as close,
        volume,
        div_cash as dividend,
        case when split_factor > 0 then split_factor else 1 end as split_ratio,
        object_key,
        object_version,
        line_number,
        extracted_at,
        load_id
    from source
)

select * from renamed
