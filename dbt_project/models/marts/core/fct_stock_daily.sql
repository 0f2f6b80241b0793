with returns as (
    select * from {{ ref('int_returns_daily') }}
),

series as (
    select * from {{ ref('int_company_series') }}
),

versions as (
    select * from {{ ref('int_company_versions') }}
),

membership as (
    select * from {{ ref('int_membership') }}
),

adjustments as (
    select * from {{ ref('int_split_adjustments') }}
),

{# After a rename, a day may be there under both tickers: the newer one counts. #}
ranked as (
    select
        returns.*,
        series.company_id,
        returns.close / coalesce(adjustments.factor, 1) as close_adjusted,
        row_number() over (
            partition by series.company_id, returns.trade_date
            order by series.named_on desc
        ) as name_rank
    from returns
    inner join series
        on
            returns.ticker = series.ticker
            and {{ during('returns.trade_date', 'series') }}
    left join adjustments
        on
            returns.ticker = adjustments.ticker
            and {{ during('returns.trade_date', 'adjustments') }}
),

stock_days as (
    select
        ranked.trade_date,
        ranked.ticker,
        ranked.company_id,
        versions.gics_sector,
        versions.gics_sub_industry,
        membership.company_id is not null as is_member,
        ranked.open,
        ranked.high,
        ranked.low,
        ranked.close,
        ranked.volume,
        ranked.dividend,
        ranked.split_ratio,
        ranked.close_adjusted,
        ranked.price_return,
        ranked.total_return,
        100 * exp(
            sum(ln(1 + coalesce(ranked.total_return, 0))) over (
                partition by ranked.company_id
                order by ranked.trade_date
                rows between unbounded preceding and current row
            )
        ) as return_index,
        ranked.volatility_7d,
        ranked.high - ranked.low as price_range,
        100 * (ranked.close - ranked.open) / ranked.open as price_change_pct
    from ranked
    inner join versions
        on
            ranked.company_id = versions.company_id
            and {{ during('ranked.trade_date', 'versions') }}
    left join membership
        on
            ranked.company_id = membership.company_id
            and {{ during('ranked.trade_date', 'membership') }}
    where ranked.name_rank = 1
)

select * from stock_days
