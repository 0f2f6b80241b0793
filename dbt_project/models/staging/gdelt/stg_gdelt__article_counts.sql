{%- set limits = {'value': [0, 1000000000], 'norm': [0, 1000000000]} -%}

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
        case when value between 0 and norm then {{ credible('value', limits) }} end
            as matching_articles,
        {{ credible('norm', limits) }} as monitored_articles,
        {{ fault(limits, {'value is more than norm': 'value > norm'}) }} as fault,
        object_key,
        line_number,
        extracted_at
    from ranked
    where
        recency = 1
        and norm != 0
)

select * from renamed
