{%- set limits = price_limits() -%}

with source as (
    select * from {{ source('yahoo', 'yahoo_bars') }}
),

renamed as (
    select
        ticker,
        {{ local_date('bar_time', 'exchange_timezone') }} as trade_date,
        bar_index,
        {{ credible('open', limits) }} as quoted_open,
        case when high >= low or low is null then {{ credible('high', limits) }} end as quoted_high,
        case when high >= low or high is null then {{ credible('low', limits) }} end as quoted_low,
        {{ credible('close', limits) }} as quoted_close,
        case when volume != 0 or ticker not like '^%' then {{ credible('volume', limits) }} end
            as quoted_volume,
        {{ fault(limits, {'high is below low': 'high < low'}) }} as fault,
        object_key,
        object_version,
        line_number,
        extracted_at,
        load_id
    from source
)

select * from renamed
