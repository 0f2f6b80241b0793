{%- set limits = {'value': [0, 1000000]} -%}

with source as (
    select * from {{ source('fred', 'fred_observations') }}
),

newest as (
    {{ newest_rows('source', ['series_id', 'observation_date']) }}
),

renamed as (
    select
        series_id,
        observation_date,
        case when value != 0 or series_id = 'USEPUINDXD' then {{ credible('value', limits) }} end
            as observed_value,
        {{ fault(limits, {'value is 0': "value = 0 and series_id != 'USEPUINDXD'"}) }} as fault,
        object_key,
        line_number,
        extracted_at
    from newest
    where value is not null
)

select * from renamed
