{#- A value as a text in SQL. Written out, for a run calls it thousands of times. On Spark a backslash begins an escape. -#}
{% macro text_or_null(value) -%}
    {%- if value is none -%} null
    {%- elif target.type == 'spark' -%} '{{ value | string | replace("\\", "\\\\") | replace("'", "\\'") }}'
    {%- else -%} '{{ value | string | replace("'", "''") }}'
    {%- endif -%}
{%- endmacro %}
