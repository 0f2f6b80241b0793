{#- The constraints that a node's contract declares, each one rule, with the columns that it is about: those of the columns first. A view holds none. -#}
{% macro declared_rules(node) -%}
    {%- set rules = [] -%}
    {%- if node.resource_type == 'model' and node.config.contract.enforced and node.config.materialized != 'view' -%}
        {%- for column in node.columns.values() -%}
            {%- for rule in column.constraints -%}
                {%- do rules.append(dict(rule, columns=[column.name])) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- do rules.extend(node.constraints) -%}
    {%- endif -%}
    {%- do return(rules) -%}
{%- endmacro %}
