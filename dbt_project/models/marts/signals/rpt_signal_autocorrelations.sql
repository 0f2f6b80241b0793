with signals as (
    select
        kind,
        series,
        lag_sessions,
        autocorrelation
    from {{ ref('int_signal_autocorrelations') }}
),

moods as (
    select
        'level' as kind,
        'mood_level' as series,
        lag_sessions,
        autocorrelation
    from {{ ref('int_industry_autocorrelations') }}
    where series_key = 'mood'
),

autocorrelations as (
    select * from signals
    union all
    select * from moods
)

select * from autocorrelations
