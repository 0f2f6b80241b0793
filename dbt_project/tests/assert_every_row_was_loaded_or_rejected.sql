select
    load_id,
    object_key,
    rows_in,
    rows_loaded,
    rows_rejected
from {{ ref('stg_ops__manifest') }}
where rows_in != rows_loaded + rows_rejected
