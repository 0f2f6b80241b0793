{#- dbt's own, but for keys: those are added when the rows are there, for an index is built faster than it is filled row by row.
    A temporary table's rows are on their way into a table that has the rules. -#}
{% macro postgres__create_table_as(temporary, relation, sql) -%}
    {%- if temporary or not config.get('contract').enforced -%}
        {{ dbt.postgres__create_table_as(temporary, relation, sql) }}
    {%- else -%}
        {%- do get_assert_columns_equivalent(sql) -%}
        create {{ 'unlogged' if config.get('unlogged') }} table {{ relation }} (
            {{ (contracted_columns() + contracted_checks()) | join(',\n            ') }}
        );
        insert into {{ relation }} ({{ adapter.dispatch('get_column_names', 'dbt')() }})
        {{ get_select_subquery(sql) }};
        {%- set keys = model.constraints | selectattr('type', 'in', ['primary_key', 'unique']) | list -%}
        {%- for key in adapter.render_raw_model_constraints(raw_constraints=keys) %}
        alter table {{ relation }} add {{ key }};
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{#- Each column with its type, and whether it may be null. -#}
{% macro contracted_columns() -%}
    {%- set columns = {} -%}
    {%- for name, column in model.columns.items() -%}
        {%- set constraints = column.constraints | rejectattr('type', 'eq', 'check') | list -%}
        {%- do columns.update({name: dict(column, constraints=constraints)}) -%}
    {%- endfor -%}
    {%- do return(adapter.render_raw_columns_constraints(raw_columns=columns)) -%}
{%- endmacro %}

{#- The columns' checks and the table's, all of them as the table's: dbt leaves out the name of a column's. -#}
{% macro contracted_checks() -%}
    {%- set checks = model.columns.values() | map(attribute='constraints') | sum(start=[]) + model.constraints -%}
    {%- set checks = checks | selectattr('type', 'eq', 'check') | list -%}
    {%- do return(adapter.render_raw_model_constraints(raw_constraints=checks)) -%}
{%- endmacro %}
