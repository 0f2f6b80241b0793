{#- dbt's own, which an apostrophe ends: its session method puts texts into SQL as they are. What lay at the table's place is replaced. -#}
{% macro spark__load_csv_rows(model, agate_table) -%}
    {%- set types = [] -%}
    {%- for name in agate_table.column_names -%}
        {%- do types.append(model.config.column_types.get(name, adapter.convert_type(agate_table, loop.index0))) -%}
    {%- endfor -%}
    {%- set insert_rows -%}
        insert overwrite {{ this }} values
        {%- for row in agate_table.rows %}
        ({% for value in row %}cast({{ text_or_null(value) }} as {{ types[loop.index0] }}){{ ", " if not loop.last }}{% endfor %})
        {{- "," if not loop.last }}
        {%- endfor %}
    {%- endset -%}
    {%- do adapter.add_query(insert_rows, abridge_sql_log=true) -%}
    {%- do return(insert_rows) -%}
{%- endmacro %}
