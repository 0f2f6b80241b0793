{{ config(
    materialized='incremental',
    unique_key=['trade_date', 'ticker'],
    incremental_strategy='delete+insert',
    indexes=[
        {'columns': ['trade_date', 'ticker'], 'unique': true},
        {'columns': ['ticker', 'trade_date']},
        {'columns': ['split_ratio']},
        {'columns': ['load_id']},
    ],
) }}

with quotes as (
    select * from {{ ref('int_quotes_unioned') }}
),

actions as (
    select * from {{ ref('int_corporate_actions') }}
),

new_quotes as (
    select * from quotes
    where {{ is_new_load('quotes') }}
),

{# What is here already stays, unless a newer response has it: older ones may be loaded later. #}
{% if is_incremental() %}
    touched as (
        select
            ticker,
            trade_date
        from new_quotes
        union distinct
        select
            actions.ticker,
            actions.action_date as trade_date
        from actions
        where {{ is_new_load('actions') }}
    ),

{% endif %}
candidates as (
    select * from new_quotes
    {% if is_incremental() %}
        union all
        select
            known.*,
            cast(null as {{ dbt.type_string() }}) as object_key,
            cast(null as {{ dbt.type_bigint() }}) as line_number,
            cast(null as {{ dbt.type_bigint() }}) as bar_index,
            cast(null as {{ dbt.type_string() }}) as object_version,
            cast(null as {{ type_double() }}) as split_factor
        from {{ this }} as known
        inner join touched
            on
                known.ticker = touched.ticker
                and known.trade_date = touched.trade_date
    {% endif %}
),

ranked as (
    select
        *,
        row_number() over (
            partition by ticker, trade_date
            order by {{ newest_response_first() }}, load_id desc, bar_index desc
        ) as recency
    from candidates
),

bars as (
    select
        ranked.ticker,
        ranked.trade_date,
        ranked.open,
        ranked.high,
        ranked.low,
        ranked.close,
        ranked.volume,
        case
            when ranked.price_source = 'yahoo' then coalesce(actions.dividend, 0)
            else ranked.dividend
        end as dividend,
        case
            when ranked.price_source = 'yahoo' then coalesce(actions.split_ratio, 1)
            else ranked.split_ratio
        end as split_ratio,
        ranked.price_source,
        ranked.extracted_at,
        greatest(ranked.load_id, actions.load_id) as load_id
    from ranked
    left join actions
        on
            ranked.ticker = actions.ticker
            and ranked.trade_date = actions.action_date
    where ranked.recency = 1
)

select * from bars
