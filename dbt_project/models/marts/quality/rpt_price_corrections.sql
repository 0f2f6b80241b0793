{%- set fields = ['open', 'high', 'low', 'close', 'volume', 'dividend', 'split_ratio'] -%}

with corrections as (
    select * from {{ ref('price_corrections') }}
),

bars as (
    select * from {{ ref('int_bars_told') }}
),

compared as (
    select
        corrections.ticker,
        corrections.trade_date,
        corrections.field,
        case corrections.field
            {%- for field in fields %}
                when '{{ field }}' then cast(bars.{{ field }} as {{ type_double() }})
            {%- endfor %}
        end as provider_value,
        cast(corrections.value as {{ type_double() }}) as corrected_value,
        bars.ticker is not null as is_applied,
        corrections.reason,
        corrections.source
    from corrections
    left join bars
        on
            corrections.ticker = bars.ticker
            and corrections.trade_date = bars.trade_date
)

select * from compared
