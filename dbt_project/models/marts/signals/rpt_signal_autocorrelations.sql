with series as (
    select
        series_number,
        kind,
        series
    from {{ ref('int_signal_series') }}
    group by series_number, kind, series
),

of_signals as (
    select * from {{ ref('int_signal_autocorrelations') }}
),

of_moods as (
    select * from {{ ref('int_industry_autocorrelations') }}
    where series_key = 'mood'
),

autocorrelations as (
    select
        series.kind,
        series.series,
        of_signals.lag_sessions,
        of_signals.autocorrelation
    from of_signals
    inner join series on of_signals.series_key = series.series_number
    union all
    select
        'level' as kind,
        'mood_level' as series,
        lag_sessions,
        autocorrelation
    from of_moods
)

select * from autocorrelations
