{{ config(materialized='view', contract={'enforced': false}) }}

with stock_days as (
    select * from {{ ref('fct_stock_daily') }}
),

sessions as (
    select * from {{ ref('int_sessions') }}
),

splits as (
    select
        stock_days.company_id,
        sessions.previous_session,
        sessions.next_session
    from stock_days
    inner join sessions on stock_days.trade_date = sessions.session_date
    where stock_days.split_ratio != 1
),

found as (
    select
        trade_date,
        ticker,
        company_id,
        is_member,
        'split_beside_dividend' as finding,
        total_return - price_return as found_value
    from stock_days
    where
        dividend > 0
        and exists (
            select splits.company_id from splits
            where
                stock_days.company_id = splits.company_id
                and stock_days.trade_date between splits.previous_session and splits.next_session
        )
)

select * from found
