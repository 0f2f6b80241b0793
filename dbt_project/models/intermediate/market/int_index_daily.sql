with sessions as (
    select * from {{ ref('int_sessions') }}
),

{# Two readings, each by an index: what two CTEs refer to is read whole. #}
index_bars as (
    select * from {{ ref('int_bars_daily') }}
    where ticker = '^GSPC'
),

vix_bars as (
    select * from {{ ref('int_bars_daily') }}
    where ticker = '^VIX'
),

newest_run as (
    select max(run_date) as as_of from {{ ref('stg_extraction__outcomes') }}
),

fred as (
    select
        observation_date,
        max(case when series_id = 'SP500' then observed_value end) as sp500,
        max(case when series_id = 'VIXCLS' then observed_value end) as vixcls
    from {{ ref('stg_fred__observations') }}
    group by 1
),

elapsed as (
    select
        sessions.session_date as trade_date,
        index_bars.open as index_open,
        index_bars.high as index_high,
        index_bars.low as index_low,
        coalesce(index_bars.close, fred.sp500) as index_close,
        index_bars.volume as index_volume,
        coalesce(vix_bars.close, fred.vixcls) as vix_close
    from sessions
    inner join newest_run on sessions.session_date < newest_run.as_of
    left join index_bars on sessions.session_date = index_bars.trade_date
    left join vix_bars on sessions.session_date = vix_bars.trade_date
    left join fred on sessions.session_date = fred.observation_date
),

first_known as (
    select min(trade_date) as first_session from elapsed
    where index_close is not null or vix_close is not null
),

returns as (
    select
        *,
        index_close / lag(index_close) over (order by trade_date) - 1 as price_return
    from elapsed
    where trade_date >= (select first_known.first_session from first_known)
),

measured as (
    select
        *,
        case
            when count(index_close) over so_far > 0
                then 100 * exp(sum(ln(1 + coalesce(price_return, 0))) over so_far)
        end as return_index,
        case
            when count(price_return) over seven_sessions = 7
                then stddev_samp(price_return) over seven_sessions
        end as volatility_7d
    from returns
    window
        so_far as (order by trade_date),
        seven_sessions as (order by trade_date rows between 6 preceding and current row)
)

select * from measured
