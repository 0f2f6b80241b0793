{#- What this invocation did, written into ops: a publish is judged by it, and the dashboard shows it. Unit tests judge code, and no data:
    they are none of its business. -#}
{% macro record_results(results) -%}
    {%- if builds_or_tests() -%}
        {%- set results = results | rejectattr('node.resource_type', 'equalto', 'unit_test') | list -%}
        {{ return(adapter.dispatch('record_results')(results)) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__record_results(results) -%}
    {{ insert_build_nodes() }};
    {%- if results %}
    {{ insert_build_results(results) }}
    {%- endif -%}
{%- endmacro %}

{#- It takes one statement at a time. -#}
{% macro spark__record_results(results) -%}
    {%- do run_query(insert_build_nodes()) -%}
    {%- if results -%}
        {{ insert_build_results(results) }}
    {%- endif -%}
{%- endmacro %}

{#- Every node that the project has, run or not. -#}
{% macro insert_build_nodes() -%}
    insert into ops.build_nodes (invocation_id, node_id, resource_type, schema_name, name, rules) values
    {%- for node in graph.nodes.values() if node.resource_type in ('model', 'seed', 'test') and node.config.enabled %}
    (
        '{{ invocation_id }}', {{ text_or_null(node.unique_id) }}, '{{ node.resource_type }}',
        {{ text_or_null(node.schema) }}, {{ text_or_null(node.name) }}, {{ declared_rules(node) | length }}
    ){{ "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro insert_build_results(results) -%}
    {%- set fingerprint = project_fingerprint() -%}
    insert into ops.build_results (
        invocation_id, node_id, name, resource_type, schema_name, status, failures, message, seconds,
        project_fingerprint, command, finished_at
    ) values
    {%- for result in results %}
    (
        '{{ invocation_id }}', {{ text_or_null(result.node.unique_id) }}, {{ text_or_null(result.node.name) }},
        '{{ result.node.resource_type }}', {{ text_or_null(result.node.schema) }}, '{{ result.status }}',
        {{ 'null' if result.failures is none else result.failures }}, {{ text_or_null(result.message) }},
        {{ result.execution_time }}, '{{ fingerprint }}', '{{ flags.WHICH }}',
        coalesce(
            cast({{ text_or_null(completed_at(result)) }} as {{ engine_type('timestamp with time zone') }}),
            {{ dbt.current_timestamp() }}
        )
    ){{ "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- When a result's execution ended; none for what was skipped. -#}
{% macro completed_at(result) -%}
    {%- do return(result.timing[-1].completed_at.isoformat() ~ 'Z' if result.timing else none) -%}
{%- endmacro %}
