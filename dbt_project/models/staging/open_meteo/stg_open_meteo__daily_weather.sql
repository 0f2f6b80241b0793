with source as (
    select * from {{ source('open_meteo', 'open_meteo_daily') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by location, date order by {{ newest_response_first() }}
        ) as recency
    from source
),

renamed as (
    select
        location,
        date as observation_date,
        latitude as cell_latitude,
        longitude as cell_longitude,
        precipitation_sum as precipitation_mm,
        temperature_2m_max as temperature_max_c,
        temperature_2m_min as temperature_min_c,
        cloud_cover_mean as cloud_cover_pct,
        extracted_at
    from ranked
    where recency = 1
)

select * from renamed
