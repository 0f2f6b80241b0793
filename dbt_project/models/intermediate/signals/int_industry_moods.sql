with mood_days as (
    select * from {{ ref('int_industry_mood_days') }}
    where mood is not null and value is not null
),

followed as (
    select
        *,
        lag(mood) over (
            partition by series_key
            order by session_number
        ) as mood_before
    from mood_days
),

measured as (
    select
        series_key,
        measure,
        gics_sector,
        gics_sub_industry,
        count(*) as sessions,
        count(*) filter (where mood = -1) as sessions_low,
        count(*) filter (where mood = 0) as sessions_medium,
        count(*) filter (where mood = 1) as sessions_high,
        count(*) filter (where mood = -1 and mood_before is distinct from -1) as spells_low,
        count(*) filter (where mood = 1 and mood_before is distinct from 1) as spells_high,
        avg(value) filter (where mood = -1) as mean_low,
        avg(value) filter (where mood = 0) as mean_medium,
        avg(value) filter (where mood = 1) as mean_high,
        stddev_samp(value) filter (where mood = -1) as stddev_low,
        stddev_samp(value) filter (where mood = 1) as stddev_high
    from followed
    group by series_key, measure, gics_sector, gics_sub_industry
),

autocorrelations as (
    select * from {{ ref('int_industry_autocorrelations') }}
),

inflated as (
    select
        measured.series_key,
        {{ variance_inflation(
            'measured.sessions', 'measures.lag_sessions',
            'measures.autocorrelation', 'moods.autocorrelation'
        ) }} as inflation
    from measured
    inner join autocorrelations as measures on measured.series_key = measures.series_key
    inner join autocorrelations as moods
        on moods.series_key = 'mood' and measures.lag_sessions = moods.lag_sessions
    group by measured.series_key, measured.sessions
),

moods as (
    select
        measured.*,
        inflated.inflation
    from measured
    inner join inflated on measured.series_key = inflated.series_key
)

select * from moods
