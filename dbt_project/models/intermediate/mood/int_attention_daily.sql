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

numbered as (
    select
        *,
        {{ dbt.datediff("cast('1996-01-01' as date)", 'date_day', 'day') }}
            as day_number
    from complete_days
),

attention as (
    select
        date_day,
        attention_views,
        case
            when count(*) over seven_days = 7
                then
                    cast(
                        sum(attention_views) over seven_days
                        as {{ type_double() }}
                    ) / 7
        end as attention_7d
    from numbered
    window seven_days as (
        order by day_number range between 6 preceding and current row
    )
)

select * from attention
