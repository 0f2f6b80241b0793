{#- The columns that a model's contract promises. -#}
{% macro promised_columns() -%}
    {{ model.columns.keys() | join(', ') }}
{%- endmacro %}
