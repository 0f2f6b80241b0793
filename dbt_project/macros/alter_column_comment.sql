{#- dbt's own, but for asking the database which columns there are: the contract has said so. -#}
{% macro postgres__alter_column_comment(relation, column_dict) -%}
    {%- for name, column in column_dict.items() %}
    comment on column {{ relation }}.{{ adapter.quote(name) if column.quote else name }}
    is {{ postgres_escape_comment(column.description) }};
    {%- endfor -%}
{%- endmacro %}
