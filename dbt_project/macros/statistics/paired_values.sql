{#- The values of two series on a row's session and one session earlier, where both are known on the row's. -#}
{% macro paired_values(target, indicator) -%}
    case when {{ indicator }}.value is not null then {{ target }}.value end as target_value,
    case when {{ target }}.value is not null then {{ indicator }}.value end as indicator_value,
    case when {{ indicator }}.value is not null then {{ target }}.previous_value end as target_before,
    case when {{ target }}.value is not null then {{ indicator }}.previous_value end as indicator_before
{%- endmacro %}
