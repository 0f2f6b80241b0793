{%- set limits = dict(price_limits(), div_cash=[0, 100000], split_factor=[0.0001, 10000]) -%}

with source as (
    select * from {{ source('tiingo', 'tiingo_prices') }}
),

renamed as (
    select
        ticker,
        {{ compact_date('date') }} as trade_date,
        window_start,
        window_end,
        {{ credible('open', limits) }} as open,
        case when high >= low or low is null then {{ credible('high', limits) }} end as high,
        case when high >= low or high is null then {{ credible('low', limits) }} end as low,
        {{ credible('close', limits) }} as close,
        {{ credible('volume', limits) }} as volume,
        {{ credible('div_cash', limits) }} as dividend,
        case
            when split_factor is null or split_factor = 0 then 1
            else {{ credible('split_factor', limits) }}
        end as split_ratio,
        {{ fault(limits, {'high is below low': 'high < low'}) }} as fault,
        object_key,
        object_version,
        line_number,
        extracted_at,
        load_id
    from source
)

select * from renamed
