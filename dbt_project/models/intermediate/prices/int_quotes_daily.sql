{{ config(materialized='view', contract={'enforced': false}) }}

with quotes as (
    select * from {{ ref('int_quotes_unioned') }}
),

sessions as (
    select * from {{ ref('int_sessions') }}
),

{# The answer stands in the partition, so that a reader of new loads sorts no others. #}
ranked as (
    select
        quotes.*,
        row_number() over (
            partition by
                quotes.ticker,
                quotes.trade_date,
                quotes.extracted_at,
                quotes.load_id,
                quotes.line_number
            order by quotes.bar_index desc
        ) as recency
    from quotes
    inner join sessions on quotes.trade_date = sessions.session_date
)

select
    ticker,
    trade_date,
    open,
    high,
    low,
    close,
    volume,
    dividend,
    split_ratio,
    split_factor,
    price_source,
    extracted_at,
    load_id
from ranked
where recency = 1
