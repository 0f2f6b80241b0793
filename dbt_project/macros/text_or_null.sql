{#- A value as a text in SQL. -#}
{% macro text_or_null(value) -%}
    {%- if value is none -%} null {%- else -%} {{ adapter.dispatch('quoted_text')(value | string) }} {%- endif -%}
{%- endmacro %}

{% macro default__quoted_text(text) -%}
    {{ dbt.string_literal(dbt.escape_single_quotes(text)) }}
{%- endmacro %}

{#- A backslash begins an escape there. -#}
{% macro spark__quoted_text(text) -%}
    {{ default__quoted_text(text | replace('\\', '\\\\')) }}
{%- endmacro %}
