{{ config(materialized='view', contract={'enforced': false}) }}

with quotes as (
    select * from {{ ref('int_quote_revisions') }}
    where is_newest
),

jumps as (
    select * from {{ ref('int_price_jumps') }}
),

actions as (
    select * from {{ ref('int_corporate_actions') }}
),

bars as (
    select
        quotes.ticker,
        quotes.trade_date,
        {%- for value in ['open', 'high', 'low', 'close', 'volume'] %}
            case when jumps.is_set_aside then null else quotes.{{ value }} end as {{ value }},
        {%- endfor %}
        case
            when quotes.price_source = 'yahoo' then coalesce(actions.dividend, 0)
            else quotes.dividend
        end as dividend,
        case
            when quotes.price_source = 'yahoo' then coalesce(actions.split_ratio, 1)
            else quotes.split_ratio
        end as split_ratio,
        quotes.last_said_at as extracted_at,
        greatest(quotes.load_id, actions.load_id, jumps.load_id) as load_id
    from quotes
    left join actions
        on
            quotes.ticker = actions.ticker
            and quotes.trade_date = actions.action_date
    left join jumps
        on
            quotes.ticker = jumps.ticker
            and quotes.trade_date = jumps.trade_date
)

select * from bars
