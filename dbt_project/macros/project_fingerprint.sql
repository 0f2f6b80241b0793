{#- One value for all that decides what a build makes: the text of every model, seed and macro of this project. dbt's
    own state comparison needs the last run's files, which a fresh machine does not have; the warehouse does. -#}
{% macro project_fingerprint() -%}
    {%- set parts = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type in ('model', 'seed') -%}
        {%- do parts.append(node.unique_id ~ node.checksum.checksum) -%}
    {%- endfor -%}
    {%- for name, generator in context[project_name].items() -%}
        {%- do parts.append(name ~ generator.macro.macro_sql) -%}
    {%- endfor -%}
    {#- what one engine has built says nothing about the other's tables -#}
    {%- if target.type != 'postgres' -%}
        {%- do parts.append(target.type) -%}
    {%- endif -%}
    {%- do return(local_md5(parts | sort | join('|'))) -%}
{%- endmacro %}
