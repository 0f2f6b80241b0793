with source as (
    select * from {{ source('fred', 'fred_observations') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by series_id, observation_date
            order by {{ newest_response_first() }}
        ) as recency
    from source
),

renamed as (
    select
        series_id,
        observation_date,
        value as observed_value,
        extracted_at
    from ranked
    where
        recency = 1
        and value is not null
)

select * from renamed
