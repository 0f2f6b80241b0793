select
    publish_id,
    action,
    build_id,
    published_at,
    greatest(published_at, (
        select max(runs.finished_at)
        from ops.runs as runs
        where runs.command = 'pipeline' and runs.status in ('ok', 'partial', 'unchanged')
    )) as confirmed_at,
    now() as read_at,
    as_of,
    data_through,
    rules_held,
    tests_warned,
    rows_rejected,
    rows_set_aside,
    simulated
from ops.publishes
order by publish_id desc
limit 1
