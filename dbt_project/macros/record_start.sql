{#- Note an invocation before it does anything, so that one that is killed half-way cannot be published for the last. -#}
{% macro record_start() -%}
    {%- if builds_or_tests() -%}
        insert into ops.builds (invocation_id, command, is_empty) values (
            '{{ invocation_id }}', '{{ flags.WHICH }}',
            {{ 'true' if invocation_args_dict.get('empty') or invocation_args_dict.get('sample') else 'false' }}
        )
    {%- endif -%}
{%- endmacro %}
