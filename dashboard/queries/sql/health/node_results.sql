-- What a build was made of: the newest result of each of its nodes at the moment when it was published.
with build as (
    select min(published_at) as published_at
    from ops.publishes
    where build_id = %(build_id)s and action = 'publish'
)

select distinct on (node.node_id)
    node.resource_type,
    node.name,
    case node.resource_type when 'test' then 1 else node.rules end as rules,
    coalesce(result.status, 'no result') as status,
    result.failures,
    result.message,
    result.seconds,
    result.finished_at
from ops.build_nodes as node
cross join build
left join ops.build_results as result
    on
        node.node_id = result.node_id
        and result.finished_at <= build.published_at
where node.invocation_id = %(build_id)s
order by node.node_id asc, result.finished_at desc nulls last
