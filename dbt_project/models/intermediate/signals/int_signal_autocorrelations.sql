with series as (
    select
        series_number as series_key,
        session_number,
        score as value
    from {{ ref('int_signal_series') }}
),

{{ with_autocorrelations('series') }}

select * from autocorrelations
