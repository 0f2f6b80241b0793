{#- Fails when the newest answer is older than the newest attempt of any source by more than so many days, and when there is
    none: an empty source is stale, not fresh. Measured against the attempts and not the clock, so that history can be replayed. -#}
{% test landed_recently(model, column_name, days) %}

with newest as (
    select max({{ column_name }}) as landed_at
    from {{ model }}
),

newest_attempt as (
    select max(extracted_at) as attempted_at
    from {{ ref('stg_extraction__outcomes') }}
)

select *
from newest
cross join newest_attempt
where
    newest.landed_at is null
    or newest.landed_at < {{ dbt.dateadd('day', -days, 'newest_attempt.attempted_at') }}

{% endtest %}
