with pairs as (
    select * from {{ ref('int_signal_pairs') }}
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
        targets.trade_date,
        {{ paired_values('targets', 'indicators') }}
    from pairs
    inner join targets on pairs.target_number = targets.series_number
    inner join indicators
        on
            100000 * pairs.indicator_number + targets.session_number - pairs.lag_sessions
            = indicators.series_session
),

measured as (
    select
        pair_number,
        count(target_value) as n,
        {{ pearson('target_value', 'indicator_value') }} as r,
        {{ pearson('target_value', 'target_before') }} as target_autocorrelation,
        {{ pearson('indicator_value', 'indicator_before') }} as indicator_autocorrelation,
        min(case when target_value is not null then trade_date end) as first_date,
        max(case when target_value is not null then trade_date end) as last_date
    from pair_days
    group by pair_number
)

select * from measured
