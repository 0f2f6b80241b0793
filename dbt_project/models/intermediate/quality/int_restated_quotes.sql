{{ config(materialized='view', contract={'enforced': false}) }}

{%- set values = ['open', 'high', 'low', 'close', 'volume', 'dividend', 'split_ratio'] %}

with revisions as (
    select * from {{ ref('int_quote_revisions') }}
    where revision > 1
),

earlier as (
    select * from {{ ref('int_quote_revisions') }}
),

restated as (
    select
        revisions.ticker,
        revisions.trade_date,
        {%- for field in values + ['split_factor', 'price_source'] %}
            revisions.{{ field }},
            earlier.{{ field }} as {{ field }}_before,
        {%- endfor %}
        revisions.close / revisions.split_factor as quoted_close,
        earlier.close / earlier.split_factor as quoted_close_before,
        revisions.said_at as restated_at,
        earlier.last_said_at as previous_extracted_at
    from revisions
    inner join earlier
        on
            revisions.ticker = earlier.ticker
            and revisions.trade_date = earlier.trade_date
            and revisions.revision - 1 = earlier.revision
)

select * from restated
