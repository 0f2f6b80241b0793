{#- Fails with every stretch of more than so many days without a row, of those that the source has answered about: volume, judged
    by the calendar. A series that stops, or begins late, has such a stretch at its end or beginning. -#}
{% test no_long_gap(model, column_name, source_name, days, partition_by="'all'") %}

with known as (
    select distinct
        {{ partition_by }} as series,
        {{ column_name }} as day
    from {{ model }}
),

asked as (
    select
        cast({{ dbt.dateadd('day', -1, 'min(window_start)') }} as date) as day_before,
        cast({{ dbt.dateadd('day', 1, 'max(window_end)') }} as date) as day_after
    from {{ ref('stg_extraction__outcomes') }}
    where
        source_name = '{{ source_name }}'
        and status = 'ok'
),

bounded as (
    select * from known
    union all
    select distinct
        known.series,
        asked.day_before as day
    from known
    cross join asked
),

followed as (
    select
        bounded.*,
        lead(bounded.day, 1, asked.day_after) over (
            partition by bounded.series
            order by bounded.day
        ) as next_day
    from bounded
    cross join asked
)

select * from followed
where {{ dbt.datediff('day', 'next_day', 'day') }} > {{ days }} + 1

{% endtest %}
