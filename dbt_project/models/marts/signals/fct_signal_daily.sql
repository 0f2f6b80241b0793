select {{ promised_columns() }} from {{ ref('int_signal_series') }}
