{#- One value for all that decides what a build makes: the text of every model, seed and macro of this project, and the
    models' contracts and the indicators. dbt's own state comparison needs the last run's files, which a fresh machine does not have; the warehouse does. -#}
{% macro project_fingerprint() -%}
    {%- set parts = [tojson(var('indicators'))] -%}
    {%- for node in graph.nodes.values() if node.resource_type in ('model', 'seed') -%}
        {%- do parts.append(node.unique_id ~ node.checksum.checksum) -%}
        {%- if node.resource_type == 'model' -%}
            {%- do parts.append(node.unique_id ~ contract_text(node)) -%}
        {%- endif -%}
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

{#- What a model's table may hold: its columns with their types, and its rules. -#}
{% macro contract_text(model_node) -%}
    {%- set columns = {} -%}
    {%- for name, column in model_node.columns.items() -%}
        {%- do columns.update({name: [column.data_type, column.constraints]}) -%}
    {%- endfor -%}
    {%- do return(tojson([columns, model_node.constraints], sort_keys=true)) -%}
{%- endmacro %}
