with signals as (
    select * from {{ ref('int_signal_series') }}
),

names as (
    select distinct
        series_number,
        kind,
        series
    from signals
),

series as (
    select
        series_number as series_key,
        session_number,
        score as value
    from signals
),

{{ with_autocorrelations('series') }},

named as (
    select
        autocorrelations.series_key,
        names.kind,
        names.series,
        autocorrelations.lag_sessions,
        autocorrelations.autocorrelation
    from autocorrelations
    inner join names on autocorrelations.series_key = names.series_number
)

select * from named
