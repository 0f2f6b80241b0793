{%- set limits = {'value': [0, 1000000]} -%}
{#- A day may be without any uncertainty, but no index closes at nothing. -#}
{%- set no_close = "value < 0.000001 and series_id != 'USEPUINDXD'" -%}

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
        case when not ({{ no_close }}) then {{ credible('value', limits) }} end as observed_value,
        {{ fault(limits, {'value is below 0.000001': no_close}) }} as fault,
        object_key,
        line_number,
        extracted_at
    from newest
    where value is not null
)

select * from renamed
