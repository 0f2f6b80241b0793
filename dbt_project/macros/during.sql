{#- Whether a day lies in a row's interval [valid_from, valid_to); an open end is null. -#}
{% macro during(day, row) -%}
    {{ day }} >= {{ row }}.valid_from
    and ({{ day }} < {{ row }}.valid_to or {{ row }}.valid_to is null)
{%- endmacro %}
