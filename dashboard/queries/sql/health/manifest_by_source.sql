select
    source,
    count(*) as objects,
    sum(rows_in)::bigint as rows_in,
    sum(rows_loaded)::bigint as rows_loaded,
    sum(rows_rejected)::bigint as rows_rejected,
    sum(bytes)::bigint as bytes,
    (sum(rows_loaded) / nullif(sum(seconds), 0))::double precision as rows_per_second,
    max(loaded_at) as last_loaded_at
from ops.manifest
group by source
order by source
