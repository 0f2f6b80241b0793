{{ config(materialized='view', contract={'enforced': false}) }}

{# An answer that is kept beside a later failure is landed, and loaded, once more. #}
with answers as (
    select distinct
        subject as ticker,
        window_start,
        window_end,
        extracted_at
    from {{ ref('stg_extraction__outcomes') }}
    where
        source_name in ('yahoo', 'tiingo')
        and status in ('ok', 'empty')
),

followed as (
    select
        *,
        lag(extracted_at) over in_order as previous_extracted_at,
        lag(window_start) over in_order as previous_start,
        lag(window_end) over in_order as previous_end
    from answers
    window in_order as (partition by ticker order by extracted_at)
)

select * from followed
