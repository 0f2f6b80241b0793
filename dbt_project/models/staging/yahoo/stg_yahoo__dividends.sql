{%- set limits = {'amount': [0, 100000]} -%}
{%- set is_foreign = 'currency != chart_currency' -%}

with source as (
    select * from {{ source('yahoo', 'yahoo_dividends') }}
),

renamed as (
    select
        ticker,
        event_time,
        {{ local_date('event_time', 'exchange_timezone') }} as ex_date,
        case when not coalesce({{ is_foreign }}, false) then {{ credible('amount', limits) }} end
            as quoted_amount,
        {{ fault(limits, {'currency is not that of the prices': is_foreign}) }} as fault,
        object_key,
        object_version,
        line_number,
        extracted_at,
        load_id
    from source
)

select * from renamed
