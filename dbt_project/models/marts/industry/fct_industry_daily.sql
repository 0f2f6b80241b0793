select {{ promised_columns() }} from {{ ref('int_group_days') }}
where group_kind = 'industry'
