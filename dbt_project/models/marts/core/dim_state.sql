with us_states as (
    select * from {{ ref('us_states') }}
),

states as (
    select
        state_code,
        state_name,
        census_region,
        latitude,
        longitude
    from us_states
)

select * from states
