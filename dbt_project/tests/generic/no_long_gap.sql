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
        {{ dbt.dateadd('day', -1, 'min(window_start)') }} as day_before,
        {{ dbt.dateadd('day', 1, 'max(window_end)') }} as day_after
    from {{ ref('stg_extraction__outcomes') }}
    where
        source_name = '{{ source_name }}'
        and status = 'ok'
),

ends as (
    select distinct
        known.series,
        asked.day_before,
        asked.day_after
    from known
    cross join asked
),

bounded as (
    select * from known
    union all
    select
        series,
        cast(day_before as date) as day
    from ends
    union all
    select
        series,
        cast(day_after as date) as day
    from ends
),

followed as (
    select
        *,
        lead(day) over (partition by series order by day) as next_day
    from bounded
)

select * from followed
where {{ dbt.datediff('day', 'next_day', 'day') }} > {{ days }} + 1

{% endtest %}
