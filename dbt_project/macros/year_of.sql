{#- A day's year, as text. -#}
{% macro year_of(day) -%}
    cast(extract(year from {{ day }}) as {{ dbt.type_string() }})
{%- endmacro %}
