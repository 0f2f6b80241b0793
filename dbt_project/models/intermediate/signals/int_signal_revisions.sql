{{ config(
    materialized='incremental',
    unique_key='series_session',
    incremental_strategy='delete+insert',
    indexes=[{'columns': ['series_session'], 'unique': true}],
) }}

with series as (
    select * from {{ ref('int_signal_series') }}
),

loads as (
    select * from {{ ref('stg_ops__manifest') }}
),

newest_load as (
    select coalesce(max(load_id), 0) as load_id from loads
),

revised as (
    select
        series.series_session,
        series.session_number,
        series.value,
        series.previous_value,
        newest_load.load_id
    from series
    cross join newest_load
    {% if is_incremental() %}
        left join {{ this }} as known on series.series_session = known.series_session
        where
            known.series_session is null
            or {{ is_revised('series.value', 'known.value') }}
            or {{ is_revised('series.previous_value', 'known.previous_value') }}
    {% endif %}
)

select * from revised
