with days as (
    select
        *,
        cast({{ dbt.dateadd('day', -363, 'date_day') }} as date) as year_start
    from {{ ref('int_attention_daily') }}
),

{# Read anew: PostgreSQL finds a range by a table's key, but reads a shared CTE from end to end. #}
past as (
    select * from {{ ref('int_attention_daily') }}
),

{# A day with less attention counts as one, a day with as much as a half. #}
mood as (
    select
        days.date_day,
        days.attention_views,
        days.attention_7d,
        case
            when count(past.attention_7d) >= 90
                then
                    100 * sum((sign(days.attention_7d - past.attention_7d) + 1) / 2)
                    / count(past.attention_7d)
        end as depression_index
    from days
    inner join past on past.date_day between days.year_start and days.date_day
    group by days.date_day, days.attention_views, days.attention_7d
)

select * from mood
