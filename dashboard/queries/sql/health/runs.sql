-- A run that was killed stays 'running'; a later one of its kind shows that it is not.
with newest as (
    select
        *,
        status = 'running' and run_id < max(run_id) over (partition by command) as is_interrupted
    from ops.runs
)

select
    run_id,
    command,
    as_of,
    started_at,
    case when is_interrupted then 'interrupted' else status end as status,
    extract(epoch from case when status = 'running' and not is_interrupted then now() else finished_at end - started_at)
        ::double precision as seconds,
    summary
from newest
order by run_id desc
limit %(limit)s
