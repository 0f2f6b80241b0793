with attention as (
    select * from {{ ref('int_attention_daily') }}
),

known as (
    select
        date_day,
        attention_7d,
        cast({{ dbt.dateadd('day', -363, 'date_day') }} as date)
            as year_start
    from attention
    where attention_7d is not null
),

compared as (
    select
        known.date_day,
        count(*) as known_days,
        count(
            case when past.attention_7d < known.attention_7d then 1 end
        ) as lower_days,
        count(
            case when past.attention_7d = known.attention_7d then 1 end
        ) as equal_days
    from known
    inner join known as past
        on past.date_day between known.year_start and known.date_day
    group by 1
),

mood as (
    select
        attention.date_day,
        attention.attention_views,
        attention.attention_7d,
        case
            when compared.known_days >= 90
                then
                    100 * (
                        compared.lower_days
                        + cast(compared.equal_days as {{ type_double() }}) / 2
                    ) / compared.known_days
        end as depression_index
    from attention
    left join compared on attention.date_day = compared.date_day
)

select * from mood
