select
    source,
    count(*) filter (where status = 'ok') as ok,
    count(*) filter (where status = 'empty') as empty,
    count(*) filter (where status = 'not_found') as not_found,
    count(*) filter (where status = 'refused') as refused,
    count(*) filter (where status = 'failed') as failed,
    percentile_cont(0.5) within group (order by seconds) as median_seconds,
    max(attempts) as most_attempts,
    sum(bytes)::bigint as bytes,
    bool_or(is_simulated) as is_simulated
from marts.fct_extraction_outcomes
where run_date > %(as_of)s::date - %(days)s
group by source
order by source
