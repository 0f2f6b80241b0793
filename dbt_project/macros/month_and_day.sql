{#- A day's place in the year as one number: 229 is 29 February. -#}
{% macro month_and_day(date) -%}
    (100 * extract(month from {{ date }}) + extract(day from {{ date }}))
{%- endmacro %}
