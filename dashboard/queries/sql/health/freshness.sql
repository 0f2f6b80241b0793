-- When each source last gave a usable answer, and how its newest run went.
with newest as (
    select source, max(run_date) as run_date
    from marts.fct_extraction_outcomes
    group by source
)

select
    outcome.source,
    max(outcome.extracted_at) filter (where outcome.status in ('ok', 'empty')) as last_answer_at,
    max(outcome.window_end) filter (where outcome.status = 'ok') as covers_through,
    newest.run_date as last_run,
    count(*) filter (where outcome.run_date = newest.run_date) as attempts,
    count(*) filter (where outcome.run_date = newest.run_date and outcome.status in ('failed', 'refused'))
        as faults
from marts.fct_extraction_outcomes as outcome
inner join newest on outcome.source = newest.source
group by outcome.source, newest.run_date
order by outcome.source
