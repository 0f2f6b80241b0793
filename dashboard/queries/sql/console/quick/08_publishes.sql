-- What was published when, and did its tests pass?
select published_at, action, as_of, data_through, tests_passed, tests_warned, rows_rejected, simulated
from ops.publishes
order by publish_id desc
