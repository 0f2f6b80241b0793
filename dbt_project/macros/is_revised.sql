{#- Whether a computed value is another one than before. The same sum in another order is not: engines add in parallel. -#}
{% macro is_revised(value, before) -%}
    ({{ value }} is null) != ({{ before }} is null)
    or abs({{ value }} - {{ before }}) > 1e-10 * abs({{ before }})
{%- endmacro %}
