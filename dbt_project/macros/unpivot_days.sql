{#- One row per session and column of a relation that has one row per session. -#}
{% macro unpivot_days(relation, columns) -%}
    {%- for column in columns %}
    select trade_date, session_number, '{{ column }}' as series, {{ column }} as session_level from {{ relation }}
    {{- " union all" if not loop.last }}
    {%- endfor %}
{%- endmacro %}
