{%- set limits = {'views': [0, 1000000000]} -%}

with source as (
    select * from {{ source('wikimedia', 'wikimedia_pageviews') }}
),

dated as (
    select
        *,
        {{ compact_date('timestamp') }} as view_date
    from source
),

ranked as (
    select
        *,
        row_number() over (
            partition by project, article, access, agent, view_date
            order by {{ newest_response_first() }}
        ) as recency
    from dated
),

renamed as (
    select
        project,
        article,
        access,
        agent,
        view_date,
        {{ credible('views', limits) }} as views,
        {{ fault(limits) }} as fault,
        object_key,
        line_number,
        extracted_at
    from ranked
    where
        recency = 1
        and views is not null
)

select * from renamed
