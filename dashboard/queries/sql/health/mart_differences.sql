select
    mart,
    cause,
    added,
    changed,
    withdrawn
from ops.mart_differences
where build_id = %(build_id)s
order by mart, cause
