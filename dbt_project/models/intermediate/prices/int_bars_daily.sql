{{ config(materialized='view', contract={'enforced': false}) }}

{%- set fields = ['open', 'high', 'low', 'close', 'volume', 'dividend', 'split_ratio'] %}

with bars as (
    select * from {{ ref('int_bars_told') }}
),

corrections as (
    select * from {{ ref('price_corrections') }}
),

corrected_days as (
    select
        ticker,
        {%- for field in fields %}
            max(case when field = '{{ field }}' then value end) as {{ field }},
        {%- endfor %}
        trade_date
    from corrections
    group by ticker, trade_date
),

corrected as (
    select
        bars.ticker,
        bars.trade_date,
        {%- for field in fields if field != 'volume' %}
            coalesce(corrected_days.{{ field }}, bars.{{ field }}) as {{ field }},
        {%- endfor %}
        coalesce(cast(corrected_days.volume as {{ dbt.type_bigint() }}), bars.volume) as volume,
        bars.extracted_at,
        bars.load_id
    from bars
    left join corrected_days
        on
            bars.ticker = corrected_days.ticker
            and bars.trade_date = corrected_days.trade_date
)

select * from corrected
