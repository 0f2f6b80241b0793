{#- dbt's own rule, and one of ours: what was built from another state of the project is built anew. -#}
{% macro should_full_refresh() -%}
    {%- set wanted = config.get('full_refresh') -%}
    {%- if wanted is none -%}
        {%- set wanted = flags.FULL_REFRESH
            or (execute and last_fingerprint(model.unique_id) != project_fingerprint()) -%}
    {%- endif -%}
    {%- do return(wanted) -%}
{%- endmacro %}

{#- The project's fingerprint at a node's last successful build; none before the first. -#}
{% macro last_fingerprint(node_id) -%}
    {%- set query -%}
        select project_fingerprint
        from ops.build_results
        where node_id = '{{ node_id }}' and status = 'success'
        order by finished_at desc
        limit 1
    {%- endset -%}
    {%- set found = run_query(query).rows -%}
    {%- do return(found[0][0] if found else none) -%}
{%- endmacro %}
