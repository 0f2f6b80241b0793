{%- set limits = {'value': [0, 1000000]} -%}
{%- set contradictions = {
    'value is 0': "value = 0 and series_id != 'USEPUINDXD'",
} -%}

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
        case when value != 0 or series_id = 'USEPUINDXD' then {{ credible('value', limits) }} end
            as observed_value,
        {{ fault(limits, contradictions) }} as fault,
        object_key,
        line_number,
        extracted_at
    from ranked
    where
        recency = 1
        and value is not null
)

select * from renamed
