select {{ promised_columns() }} from {{ ref('us_states') }}
