with article_counts as (
    select * from {{ ref('stg_gdelt__article_counts') }}
),

{# Shares of different queries do not compare: only the query asked last counts. #}
current_query as (
    select query from article_counts
    order by extracted_at desc, query desc
    limit 1
),

news as (
    select
        article_counts.article_date as date_day,
        article_counts.matching_articles,
        article_counts.monitored_articles,
        cast(article_counts.matching_articles as {{ type_double() }})
        / article_counts.monitored_articles as news_share
    from article_counts
    inner join current_query on article_counts.query = current_query.query
    where article_counts.matching_articles is not null
)

select * from news
