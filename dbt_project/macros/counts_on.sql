{#- Joins a day to the session on which what is told for it counts: the day itself, or the next session where it is none. That is the one which
    sees the day before. `seen`: rows of int_session_days. -#}
{% macro counts_on(day, seen) -%}
    cast({{ dbt.dateadd('day', -1, day) }} as date) = {{ seen }}.date_day
{%- endmacro %}
