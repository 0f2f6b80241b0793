with quotes as (
    select * from {{ ref('int_quotes_set_aside') }}
),

series as (
    select * from {{ ref('int_values_set_aside') }}
),

unioned as (
    select * from quotes
    union all
    select * from series
),

{# Two lines may say the same of a day: one of them is enough to find it. #}
ranked as (
    select
        *,
        row_number() over (
            partition by source, subject, date_day, reason
            order by object_key desc, line_number desc
        ) as place
    from unioned
)

select
    source,
    subject,
    date_day,
    reason,
    object_key,
    line_number
from ranked
where place = 1
