{#- Where builds on Spark are recorded: the lake holds nothing else of ops but the manifest. `fetch` copies the rows to PostgreSQL. -#}
{% macro create_records() -%}
    {%- for table, columns in {
        'builds': 'invocation_id string, command string, is_empty boolean, started_at timestamp',
        'build_nodes': 'invocation_id string, node_id string, resource_type string, schema_name string, name string, '
            ~ 'rules bigint',
        'build_results': 'invocation_id string, node_id string, name string, resource_type string, schema_name string, '
            ~ 'status string, failures bigint, message string, seconds double, project_fingerprint string, command string, '
            ~ 'finished_at timestamp',
    }.items() -%}
        {%- do run_query('create table if not exists ops.' ~ table ~ ' (' ~ columns ~ ')') -%}
    {%- endfor -%}
    {#- a lake from before the column gets it -#}
    {%- if 'rules' not in run_query('describe table ops.build_nodes').columns[0].values() -%}
        {%- do run_query('alter table ops.build_nodes add columns (rules bigint)') -%}
    {%- endif -%}
{%- endmacro %}
