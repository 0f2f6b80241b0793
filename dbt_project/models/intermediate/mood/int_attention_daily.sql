with pageviews as (
    select * from {{ ref('stg_wikimedia__pageviews') }}
),

articles as (
    select
        article,
        count(*) over () as group_size
    from {{ ref('attention_articles') }}
),

complete_days as (
    select
        pageviews.view_date as date_day,
        cast(sum(pageviews.views) as {{ dbt.type_bigint() }}) as attention_views
    from pageviews
    inner join articles on pageviews.article = articles.article
    where
        pageviews.project = 'en.wikipedia'
        and pageviews.access = 'all-access'
        and pageviews.agent = 'user'
    group by pageviews.view_date, articles.group_size
    having count(pageviews.views) = articles.group_size
),

{# All seven days are known where the sixth row before is of the sixth day before. #}
attention as (
    select
        date_day,
        attention_views,
        case
            when lag(date_day, 6) over (order by date_day) = date_day - 6
                then cast(sum(attention_views) over seven_days as {{ type_double() }}) / 7
        end as attention_7d
    from complete_days
    window seven_days as (
        order by date_day rows between 6 preceding and current row
    )
)

select * from attention
