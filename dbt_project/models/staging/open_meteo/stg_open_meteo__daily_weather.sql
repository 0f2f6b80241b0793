{%- set limits = {
    'precipitation_sum': [0, 2000],
    'temperature_2m_max': [-90, 60],
    'temperature_2m_min': [-90, 60],
    'cloud_cover_mean': [0, 100],
} -%}
{%- set contradictions = {
    'temperature_2m_max is below temperature_2m_min': 'temperature_2m_max < temperature_2m_min',
} -%}

with source as (
    select * from {{ source('open_meteo', 'open_meteo_daily') }}
),

newest as (
    {{ newest_rows('source', ['location', 'date']) }}
),

renamed as (
    select
        location,
        date as observation_date,
        {{ credible('precipitation_sum', limits) }} as precipitation_mm,
        case
            when temperature_2m_max < temperature_2m_min then null
            else {{ credible('temperature_2m_max', limits) }}
        end as temperature_max_c,
        case
            when temperature_2m_max < temperature_2m_min then null
            else {{ credible('temperature_2m_min', limits) }}
        end as temperature_min_c,
        {{ credible('cloud_cover_mean', limits) }} as cloud_cover_pct,
        {{ fault(limits, contradictions) }} as fault,
        object_key,
        line_number,
        extracted_at
    from newest
)

select * from renamed
