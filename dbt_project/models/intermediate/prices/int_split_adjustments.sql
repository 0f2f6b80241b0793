with bars as (
    select * from {{ ref('int_bars_daily') }}
),

actions as (
    select * from {{ ref('int_corporate_actions') }}
),

{# A split counts although its day has no bar, and once although two providers tell of it. #}
splits as (
    select
        coalesce(bars.ticker, actions.ticker) as ticker,
        coalesce(bars.trade_date, actions.action_date) as split_date,
        coalesce(bars.split_ratio, actions.split_ratio) as split_ratio
    from bars
    full outer join actions
        on
            bars.ticker = actions.ticker
            and bars.trade_date = actions.action_date
),

spans as (
    select
        ticker,
        lead(split_date, 1, cast('0001-01-01' as date)) over latest_first
            as valid_from,
        split_date as valid_to,
        {{ product('split_ratio', 'over latest_first') }} as factor
    from splits
    where split_ratio != 1
    window latest_first as (partition by ticker order by split_date desc)
)

select * from spans
