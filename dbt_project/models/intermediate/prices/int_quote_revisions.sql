{{ config(
    materialized='incremental',
    unique_key=['ticker', 'trade_date'],
    incremental_strategy='delete+insert',
    on_schema_change='fail',
    indexes=[{'columns': ['load_id']}],
) }}

{%- set values = [
    'open', 'high', 'low', 'close', 'volume', 'dividend', 'split_ratio', 'split_factor'
] %}

with new_quotes as (
    select * from {{ ref('int_quotes_daily') }}
    where {{ is_new_load() }}
),

said as (
    select * from new_quotes
    {% if is_incremental() %}
        union all
        select
            known.ticker,
            known.trade_date,
            {%- for value in values %}
                known.{{ value }},
            {%- endfor %}
            known.price_source,
            case when moments.is_last then known.last_said_at else known.said_at end
                as extracted_at,
            known.load_id
        from {{ this }} as known
        cross join (values (false), (true)) as moments (is_last)
        where
            (known.ticker, known.trade_date) in (
                select
                    new_quotes.ticker,
                    new_quotes.trade_date
                from new_quotes
            )
    {% endif %}
),

compared as (
    select
        *,
        case
            when
                lag(ticker) over in_order is null
                {%- for value in values %}
                    or {{ differs(value, 'lag(' ~ value ~ ') over in_order') }}
                {%- endfor %}
                then 1
            else 0
        end as is_news
    from said
    window in_order as (partition by ticker, trade_date order by extracted_at, load_id)
),

numbered as (
    select
        *,
        sum(is_news) over so_far as revision,
        max(case when is_news = 1 then extracted_at end) over so_far as said_at,
        lead(is_news) over (partition by ticker, trade_date order by extracted_at, load_id)
            as next_is_news
    from compared
    window so_far as (
        partition by ticker, trade_date
        order by extracted_at, load_id
        rows between unbounded preceding and current row
    )
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
    revision,
    next_is_news is null as is_newest,
    said_at,
    extracted_at as last_said_at,
    load_id
from numbered
where next_is_news = 1 or next_is_news is null
