{#- Note an invocation before it does anything, so that one that is killed half-way cannot be published for the last. -#}
{% macro record_start() -%}
    {%- if builds_or_tests() -%}
        {{ return(adapter.dispatch('record_start')()) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__record_start() -%}
    insert into ops.builds (invocation_id, command, is_empty) values ({{ invocation_noted() }})
{%- endmacro %}

{#- There the tables are dbt's own: the lake holds nothing else of ops but the manifest. A publish copies them to PostgreSQL. -#}
{% macro spark__record_start() -%}
    {%- for table, columns in {
        'builds': 'invocation_id string, command string, is_empty boolean, started_at timestamp',
        'build_nodes': 'invocation_id string, node_id string, resource_type string, schema_name string, name string',
        'build_results': 'invocation_id string, node_id string, name string, resource_type string, schema_name string, '
            ~ 'status string, failures bigint, message string, seconds double, project_fingerprint string, command string, '
            ~ 'finished_at timestamp',
    }.items() -%}
        {%- do run_query('create table if not exists ops.' ~ table ~ ' (' ~ columns ~ ')') -%}
    {%- endfor -%}
    insert into ops.builds values ({{ invocation_noted() }}, current_timestamp())
{%- endmacro %}

{% macro invocation_noted() -%}
    '{{ invocation_id }}', '{{ flags.WHICH }}',
    {{ 'true' if invocation_args_dict.get('empty') or invocation_args_dict.get('sample') else 'false' }}
{%- endmacro %}
