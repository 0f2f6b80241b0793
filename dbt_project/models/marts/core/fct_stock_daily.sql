with returns as (
    select * from {{ ref('int_returns_daily') }}
    where close is not null
),

series as (
    select * from {{ ref('int_company_series') }}
),

spans as (
    select * from {{ ref('int_company_spans') }}
),

adjustments as (
    select * from {{ ref('int_split_adjustments') }}
),

{# After a rename, a day may be there under both tickers: the newer one counts. #}
ranked as (
    select
        returns.*,
        spans.company_id,
        spans.gics_sector,
        spans.gics_sub_industry,
        coalesce(returns.trade_date >= spans.classified_on, false) as is_classified_as_of,
        spans.is_member,
        returns.close / coalesce(adjustments.factor, 1) as close_adjusted,
        row_number() over (
            partition by spans.company_id, returns.trade_date
            order by series.named_on desc
        ) as name_rank
    from returns
    inner join series
        on
            returns.ticker = series.ticker
            and {{ during('returns.trade_date', 'series') }}
    inner join spans
        on
            series.company_id = spans.company_id
            and {{ during('returns.trade_date', 'spans') }}
    left join adjustments
        on
            returns.ticker = adjustments.ticker
            and {{ during('returns.trade_date', 'adjustments') }}
),

measured as (
    select
        *,
        100 * exp(
            sum(ln(1 + coalesce(total_return, 0))) over (
                partition by company_id
                order by trade_date
                rows between unbounded preceding and current row
            )
        ) as return_index,
        high - low as price_range,
        100 * (close - open) / open as price_change_pct
    from ranked
    where name_rank = 1
)

select {{ promised_columns() }} from measured
