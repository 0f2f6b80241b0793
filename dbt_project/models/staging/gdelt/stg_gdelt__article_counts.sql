{%- set limits = {'value': [0, 1000000000], 'norm': [0, 1000000000]} -%}

with source as (
    select * from {{ source('gdelt', 'gdelt_timeline') }}
),

newest as (
    {{ newest_rows('source', ['query', compact_date('date')]) }}
),

renamed as (
    select
        query,
        {{ compact_date('date') }} as article_date,
        case when value between 0 and {{ credible('norm', limits) }} then value end
            as matching_articles,
        {{ credible('norm', limits) }} as monitored_articles,
        {{ fault(limits, {'value is more than norm': 'value > norm'}) }} as fault,
        object_key,
        line_number,
        extracted_at
    from newest
    where norm != 0
)

select * from renamed
