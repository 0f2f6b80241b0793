{#- The order that puts the newest answer first; object and line decide between answers of the same moment, so that every load gives the same one. -#}
{% macro newest_response_first() -%}
    extracted_at desc, object_key desc, line_number desc
{%- endmacro %}
