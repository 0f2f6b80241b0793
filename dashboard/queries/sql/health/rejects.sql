-- Why records were rejected; those that still wait for a replay first.
select
    state,
    source,
    table_name,
    reason,
    count(*) as records,
    max(rejected_at) as last_rejected_at,
    (array_agg(object_key || ', line ' || line_number order by reject_id desc))[1] as newest
from ops.rejects
group by state, source, table_name, reason
order by state = 'open' desc, records desc, last_rejected_at desc
limit %(limit)s
