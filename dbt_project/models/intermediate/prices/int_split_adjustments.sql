{# An index finds what is below or above 1, but not what differs from it; and what two CTEs refer
   to is read whole. #}
with split_bars as (
    select * from {{ ref('int_bars_daily') }}
    where split_ratio < 1 or split_ratio > 1
),

bars as (
    select * from {{ ref('int_bars_daily') }}
),

actions as (
    select * from {{ ref('int_corporate_actions') }}
),

{# A split counts although its day has no bar, and once although two providers tell of it. #}
splits as (
    select
        ticker,
        trade_date as split_date,
        split_ratio
    from split_bars
    union all
    select
        actions.ticker,
        actions.action_date as split_date,
        actions.split_ratio
    from actions
    left join bars
        on
            actions.ticker = bars.ticker
            and actions.action_date = bars.trade_date
    where
        actions.split_ratio != 1
        and bars.ticker is null
),

spans as (
    select
        ticker,
        lead(split_date, 1, cast('0001-01-01' as date)) over latest_first
            as valid_from,
        split_date as valid_to,
        {{ product('split_ratio', 'over latest_first') }} as factor
    from splits
    window latest_first as (partition by ticker order by split_date desc)
)

select * from spans
