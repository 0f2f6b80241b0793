{{ config(
    materialized='incremental',
    unique_key=['ticker', 'trade_date'],
    incremental_strategy='delete+insert',
    indexes=[
        {'columns': ['ticker', 'trade_date'], 'unique': true},
        {'columns': ['load_id']},
    ],
) }}

with bars as (
    select * from {{ ref('int_bars_daily') }}
),

sessions as (
    select * from {{ ref('int_sessions') }}
),

{# A bar matters to its own and the next session's returns, and to volatility six sessions on. #}
touched as (
    select
        bars.ticker,
        min(sessions.session_number) as first_session_number
    from bars
    inner join sessions on bars.trade_date = sessions.session_date
    where {{ is_new_load('bars') }}
    group by 1
),

in_reach as (
    select
        bars.*,
        sessions.session_number,
        sessions.session_number >= touched.first_session_number as is_touched
    from touched
    inner join bars on touched.ticker = bars.ticker
    inner join sessions on bars.trade_date = sessions.session_date
    where sessions.session_number >= touched.first_session_number - 7
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
