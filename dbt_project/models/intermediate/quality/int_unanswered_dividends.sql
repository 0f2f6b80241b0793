{{ config(materialized='view', contract={'enforced': false}) }}

with stock_days as (
    select * from {{ ref('fct_stock_daily') }}
),

market_days as (
    select * from {{ ref('fct_market_daily') }}
),

paid as (
    select
        stock_days.*,
        stock_days.total_return - stock_days.price_return as share_paid,
        stock_days.price_return - coalesce(market_days.price_return, 0) as own_return
    from stock_days
    left join market_days on stock_days.trade_date = market_days.trade_date
    where stock_days.dividend > 0
),

unanswered as (
    select * from paid
    where
        share_paid > 0.025
        and own_return > -0.5 * share_paid
),

{# What the share does on any other day. #}
usual_moves as (
    select
        unanswered.company_id,
        unanswered.trade_date,
        avg(abs(stock_days.price_return)) as usual_move
    from unanswered
    inner join stock_days
        on
            unanswered.company_id = stock_days.company_id
            and unanswered.trade_date > stock_days.trade_date
            and stock_days.trade_date >= {{ dbt.dateadd('day', -92, 'unanswered.trade_date') }}
    group by 1, 2
),

found as (
    select
        unanswered.trade_date,
        unanswered.ticker,
        unanswered.company_id,
        unanswered.is_member,
        'unanswered_dividend' as finding,
        -unanswered.own_return / unanswered.share_paid as found_value
    from unanswered
    left join usual_moves
        on
            unanswered.company_id = usual_moves.company_id
            and unanswered.trade_date = usual_moves.trade_date
    where unanswered.share_paid + unanswered.own_return > 2 * coalesce(usual_moves.usual_move, 0)
)

select * from found
