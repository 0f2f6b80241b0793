with names as (
    select distinct
        series_number,
        kind,
        series
    from {{ ref('int_signal_series') }}
),

signals as (
    select * from {{ ref('int_signal_autocorrelations') }}
),

moods as (
    select * from {{ ref('int_industry_autocorrelations') }}
    where series_key = 'mood'
),

autocorrelations as (
    select
        names.kind,
        names.series,
        signals.lag_sessions,
        signals.autocorrelation
    from signals
    inner join names on signals.series_key = names.series_number
    union all
    select
        'level' as kind,
        'mood_level' as series,
        lag_sessions,
        autocorrelation
    from moods
)

select * from autocorrelations
