with source as (
    select * from {{ source('ops', 'manifest') }}
),

renamed as (
    select
        load_id,
        object_key,
        rows_in,
        rows_loaded,
        rows_rejected,
        loaded_at
    from source
)

select * from renamed
