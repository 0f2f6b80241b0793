{%- set limits = {'views': [0, 1000000000]} -%}

with source as (
    select * from {{ source('wikimedia', 'wikimedia_pageviews') }}
),

newest as (
    {{ newest_rows(
        'source', ['project', 'article', 'access', 'agent', compact_date('timestamp')]
    ) }}
),

renamed as (
    select
        project,
        article,
        access,
        agent,
        {{ compact_date('timestamp') }} as view_date,
        {{ credible('views', limits) }} as views,
        {{ fault(limits) }} as fault,
        object_key,
        line_number,
        extracted_at
    from newest
    where views is not null
)

select * from renamed
