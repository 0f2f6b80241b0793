select
    extracted_at,
    source,
    subject,
    status,
    http_status,
    attempts,
    message,
    window_start,
    window_end
from marts.fct_extraction_outcomes
where status in ('failed', 'refused') and run_date > %(as_of)s::date - %(days)s
order by extracted_at desc, source, subject
limit %(limit)s
