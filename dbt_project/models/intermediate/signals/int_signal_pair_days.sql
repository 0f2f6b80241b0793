{{ config(materialized='view') }}

with pairs as (
    select * from {{ ref('int_signal_pairs') }}
    where family = 'lead_lag' and lag_sessions = 0
),

targets as (
    select * from {{ ref('int_signal_series') }}
),

indicators as (
    select * from {{ ref('int_signal_series') }}
),

pair_days as (
    select
        pairs.pair_number,
        pairs.kind,
        targets.trade_date,
        targets.session_number,
        {{ block_of('targets', rolling_windows()) }} as block,
        {{ paired_values('targets', 'indicators') }}
    from pairs
    inner join targets on pairs.target_number = targets.series_number
    inner join indicators
        on
            100000 * pairs.indicator_number + targets.session_number
            = indicators.series_session
)

select * from pair_days
