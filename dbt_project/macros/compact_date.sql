{#- The date of a text that begins with YYYYMMDD. -#}
{% macro compact_date(column) -%}
    cast(
        substring({{ column }}, 1, 4) || '-'
        || substring({{ column }}, 5, 2) || '-'
        || substring({{ column }}, 7, 2) as date
    )
{%- endmacro %}
