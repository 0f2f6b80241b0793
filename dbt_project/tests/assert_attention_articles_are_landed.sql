{{ config(severity='warn') }}

with articles as (
    select * from {{ ref('attention_articles') }}
),

landed as (
    select
        article,
        count(*) as days
    from {{ ref('stg_wikimedia__pageviews') }}
    group by 1
),

all_landed as (
    select sum(days) as days from landed
)

select articles.article
from articles
cross join all_landed
left join landed on articles.article = landed.article
where
    landed.article is null
    and all_landed.days > 0
