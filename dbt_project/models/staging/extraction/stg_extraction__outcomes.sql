with source as (
    select * from {{ source('extraction', 'extraction_outcomes') }}
),

renamed as (
    select
        source as source_name,
        subject,
        window_start,
        window_end,
        run_date,
        status,
        http_status,
        bytes,
        seconds,
        attempts,
        message,
        coalesce(server = 'bellwether-simulator', false) as is_simulated,
        line_number,
        extracted_at,
        load_id
    from source
)

select * from renamed
