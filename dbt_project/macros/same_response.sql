{#- Whether two rows were made from one and the same response. -#}
{% macro same_response(row, other) -%}
    {{ row }}.object_key = {{ other }}.object_key
    and {{ row }}.object_version = {{ other }}.object_version
    and {{ row }}.line_number = {{ other }}.line_number
{%- endmacro %}
