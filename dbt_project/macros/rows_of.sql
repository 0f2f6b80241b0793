{#- A relation of one column with these values, numbers or texts. -#}
{% macro rows_of(column, values) -%}
    {%- for value in values %}
    select {{ value if value is number else dbt.string_literal(value) }} as {{ column }}
    {{- " union all" if not loop.last }}
    {%- endfor %}
{%- endmacro %}
