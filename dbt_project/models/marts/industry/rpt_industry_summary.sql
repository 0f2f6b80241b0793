select {{ promised_columns() }} from {{ ref('int_group_standings') }}
where group_kind = 'industry'
