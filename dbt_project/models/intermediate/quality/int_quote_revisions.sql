{{ config(
    materialized='incremental',
    unique_key=['trade_date', 'ticker'],
    incremental_strategy='delete+insert',
    indexes=[{'columns': ['trade_date', 'ticker', 'revision'], 'unique': true}, {'columns': ['load_id']}],
) }}

{%- set numbers = [
    'open', 'high', 'low', 'close', 'volume', 'dividend', 'split_ratio', 'split_factor'
] -%}
{%- set told = ['ticker', 'trade_date'] + numbers + ['price_source'] %}

with quotes as (
    select * from {{ ref('int_quotes_with_actions') }}
),

{# Of two bars of a day in one answer the later counts. #}
new_quotes as (
    select
        *,
        lead(extracted_at) over (
            partition by ticker, trade_date
            order by extracted_at, load_id, line_number, bar_index
        ) as next_extracted_at
    from quotes
    where {{ is_new_load('quotes') }}
),

said as (
    select
        {{ told | join(',\n        ') }},
        extracted_at,
        load_id
    from new_quotes
    where next_extracted_at > extracted_at or next_extracted_at is null
    {%- if is_incremental() %}
        {%- for moment in ['said_at', 'last_said_at'] %}
            union all
            select
                {%- for column in told %}
                known.{{ column }},
                {%- endfor %}
                known.{{ moment }} as extracted_at,
                known.load_id
            from {{ this }} as known
            inner join new_quotes
                on
                    known.trade_date = new_quotes.trade_date
                    and known.ticker = new_quotes.ticker
        {%- endfor %}
    {%- endif %}
),

compared as (
    select
        *,
        case
            when
                row_number() over in_order = 1
                {%- for number in numbers %}
                    or {{ differs(number, 'lag(' ~ number ~ ') over in_order') }}
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
        sum(is_news) over (
            partition by ticker, trade_date
            order by extracted_at, load_id
            rows between unbounded preceding and current row
        ) as revision
    from compared
),

revisions as (
    select
        {{ told | join(',\n        ') }},
        revision,
        is_news,
        extracted_at as said_at,
        max(extracted_at) over (partition by ticker, trade_date, revision) as last_said_at,
        max(load_id) over (partition by ticker, trade_date, revision) as load_id
    from numbered
)

select
    {{ told | join(',\n    ') }},
    revision,
    said_at,
    last_said_at,
    load_id
from revisions
where is_news = 1
