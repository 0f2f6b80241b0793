{{ config(severity='warn') }}

with articles as (
    select * from {{ ref('attention_articles') }}
),

pageviews as (
    select * from {{ ref('stg_wikimedia__pageviews') }}
)

select article from articles
where
    article not in (select pageviews.article from pageviews)
    and exists (select pageviews.article from pageviews)
