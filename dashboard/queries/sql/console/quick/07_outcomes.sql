-- How did each provider answer, run by run?
select
    run_date,
    source,
    count(*) as asked,
    count(*) filter (where status = 'ok') as ok,
    count(*) filter (where status in ('failed', 'refused')) as faults
from fct_extraction_outcomes
group by run_date, source
order by run_date desc, source
