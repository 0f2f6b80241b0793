with mood_days as (
    select * from {{ ref('int_industry_mood_days') }}
),

series as (
    select
        series_key,
        session_number,
        value
    from mood_days
    union all
    select distinct
        'mood' as series_key,
        session_number,
        cast(mood as {{ type_double() }}) as value
    from mood_days
),

{{ with_autocorrelations('series') }}

select * from autocorrelations
