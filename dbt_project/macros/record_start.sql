{#- Note an invocation before it does anything, so that one that is killed half-way cannot be published for the last. -#}
{% macro record_start() -%}
    {%- if builds_or_tests() -%}
        {{ return(adapter.dispatch('record_start')()) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__record_start() -%}
    insert into ops.builds (invocation_id, command, is_empty) values ({{ invocation_noted() }})
{%- endmacro %}

{% macro spark__record_start() -%}
    insert into ops.builds values ({{ invocation_noted() }}, current_timestamp())
{%- endmacro %}

{% macro invocation_noted() -%}
    '{{ invocation_id }}', '{{ flags.WHICH }}',
    {{ 'true' if invocation_args_dict.get('empty') or invocation_args_dict.get('sample') else 'false' }}
{%- endmacro %}
