{{ config(
    materialized='incremental',
    unique_key=['trade_date', 'ticker'],
    incremental_strategy='delete+insert',
    indexes=[{'columns': ['trade_date', 'ticker'], 'unique': true}, {'columns': ['load_id']}],
) }}

with sessions as (
    select * from {{ ref('int_sessions') }}
),

{# Seven sessions are never a month: the planner can use an index on a day that it knows. #}
bars as (
    select * from {{ ref('int_bars_daily') }}
    {% if is_incremental() %}
        where trade_date >= {{ dbt.dateadd('day', -31, first_new_day(ref('int_bars_daily'))) }}
    {% endif %}
),

{# A bar matters to its own and the next session's returns, and to volatility six sessions on. #}
touched as (
    select
        bars.ticker,
        min(bars.trade_date) as first_day
    from bars
    where {{ is_new_load('bars') }}
    group by 1
),

in_reach as (
    select
        bars.*,
        sessions.session_number,
        bars.trade_date >= touched.first_day as is_touched
    from touched
    inner join bars on touched.ticker = bars.ticker
    inner join sessions on bars.trade_date = sessions.session_date
    where bars.trade_date >= {{ dbt.dateadd('day', -31, 'touched.first_day') }}
),

followed as (
    select
        *,
        case
            when lag(session_number) over by_session = session_number - 1
                then lag(close) over by_session
        end as previous_close
    from in_reach
    window by_session as (partition by ticker order by session_number)
),

returns as (
    select
        *,
        split_ratio * close / previous_close - 1 as price_return,
        case
            when ticker not like '^%'
                then split_ratio * (close + dividend) / previous_close - 1
        end as total_return
    from followed
),

measured as (
    select
        *,
        case
            when count(total_return) over seven_sessions = 7
                then stddev_samp(total_return) over seven_sessions
        end as volatility_7d
    from returns
    window seven_sessions as (
        partition by ticker
        order by session_number
        rows between 6 preceding and current row
    )
),

final as (
    select
        ticker,
        trade_date,
        session_number,
        open,
        high,
        low,
        close,
        volume,
        dividend,
        split_ratio,
        price_return,
        total_return,
        volatility_7d,
        load_id
    from measured
    where is_touched
)

select * from final
