with source as (
    select * from {{ source('gdelt', 'gdelt_timeline') }}
),

dated as (
    select
        *,
        {{ compact_date('date') }} as article_date
    from source
),

ranked as (
    select
        *,
        row_number() over (
            partition by query, article_date
            order by {{ newest_response_first() }}
        ) as recency
    from dated
),

renamed as (
    select
        query,
        article_date,
        value as matching_articles,
        norm as monitored_articles,
        extracted_at
    from ranked
    where
        recency = 1
        and norm > 0
)

select * from renamed
