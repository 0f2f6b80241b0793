-- What is set aside, the newest first; `rows` counts it all.
select
    source,
    subject,
    date_day,
    reason,
    object_key || ', line ' || line_number as place,
    count(*) over () as rows
from marts.rpt_rows_set_aside
order by date_day desc, source, subject, reason
limit %(limit)s
