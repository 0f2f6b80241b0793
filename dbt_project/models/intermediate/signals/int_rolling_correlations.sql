{%- set couples = {
    'pair': ('target_value', 'indicator_value'),
    'target': ('target_value', 'target_before'),
    'indicator': ('indicator_value', 'indicator_before'),
} -%}
{%- set windows = [30, 90, 250] -%}

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

halves as (
    {{ rows_of('is_second', [0, 1]) }}
),

{# Of a segment's two blocks, each as long as the longest window, the second has only windows that
   lie in the segment whole. #}
pair_days as (
    select
        pairs.pair_number,
        pairs.kind,
        targets.trade_date,
        targets.session_number,
        cast(floor(targets.session_number / {{ windows[-1] }}.0) as {{ dbt.type_int() }})
        + 1 - halves.is_second as segment,
        halves.is_second,
        {{ paired_values('targets', 'indicators') }}
    from pairs
    inner join targets on pairs.target_number = targets.series_number
    inner join indicators
        on
            100000 * pairs.indicator_number + targets.session_number
            = indicators.series_session
    cross join halves
),

{# About the segment's means: sums stay small, and nothing depends on how long history is. #}
centred as (
    select
        pair_number,
        kind,
        trade_date,
        session_number,
        segment,
        is_second,
        target_value - avg(target_value) over segments as target_value,
        target_before - avg(target_value) over segments as target_before,
        indicator_value - avg(indicator_value) over segments as indicator_value,
        indicator_before - avg(indicator_value) over segments as indicator_before
    from pair_days
    window segments as (partition by pair_number, segment)
),

running as (
    select
        {{ running_moments(couples, 'so_far') }}
        pair_number,
        kind,
        trade_date,
        session_number,
        segment,
        is_second
    from centred
    window so_far as (
        partition by pair_number, segment order by session_number
        rows between unbounded preceding and current row
    )
),

windows as (
    {{ moments_of_windows('running', windows, couples) }}
),

measured as (
    select
        pair_number,
        kind,
        window_sessions,
        trade_date,
        cast(pair_n as {{ dbt.type_bigint() }}) as n,
        {{ pearson_of_moments('pair') }} as r,
        {{ pearson_of_moments('target') }} as target_autocorrelation,
        {{ pearson_of_moments('indicator') }} as indicator_autocorrelation
    from windows
)

select * from measured
