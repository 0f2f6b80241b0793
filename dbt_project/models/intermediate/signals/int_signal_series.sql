with measures as (
    select * from {{ ref('int_signal_measures') }}
),

followed as (
    select
        *,
        lag(value) over (partition by series order by session_number) as value_before
    from measures
),

{# The level of a return would be its index: a random walk, which is correlated with nothing. #}
kinds as (
    select
        *,
        'level' as kind,
        value as signal
    from followed
    where not is_return
    union all
    select
        *,
        'change' as kind,
        case when is_return then value else value - value_before end as signal
    from followed
),

numbered as (
    select
        *,
        cast(
            dense_rank() over (
                order by is_target desc, kind asc, series asc
            ) as {{ dbt.type_bigint() }}
        ) as series_number,
        avg(signal) over (partition by kind, series) as mean,
        stddev_pop(signal) over (partition by kind, series) as deviation
    from kinds
),

{# Planners estimate a join on one unique column well, and one on two columns badly. #}
series as (
    select
        kind,
        series,
        gics_sector,
        series_number,
        is_target,
        trade_date,
        session_number,
        100000 * series_number + session_number as series_session,
        signal as value,
        case when deviation > 1e-12 * abs(mean) then (signal - mean) / deviation end as score
    from numbered
)

select * from series
