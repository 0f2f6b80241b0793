select
    publish_id,
    action,
    build_id,
    published_at,
    as_of,
    data_through,
    engine,
    rules_held,
    tests_warned,
    rows_rejected,
    simulated
from ops.publishes
order by publish_id desc
limit %(limit)s
