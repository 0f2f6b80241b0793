{#- Where raw tables are files and not in the warehouse: make them known, as they stand now. -#}
{% macro read_lake() -%}
    {%- if execute -%}
        {{ return(adapter.dispatch('read_lake')()) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__read_lake() -%}
{%- endmacro %}

{% macro spark__read_lake() -%}
    {%- for schema in ['lake', 'raw', 'ops'] -%}
        {%- do run_query('create schema if not exists ' ~ schema) -%}
    {%- endfor -%}
    {%- for source in graph.sources.values() -%}
        {%- do read_lake_table(source.schema, source.identifier) -%}
    {%- endfor -%}
    {%- for source in graph.sources.values() -%}
        {%- do run_query(
            'create or replace view ' ~ source.schema ~ '.' ~ source.identifier ~ ' as select * from lake.'
            ~ source.identifier ~ ' where load_id in (select load_id from lake.manifest)'
        ) -%}
    {%- endfor -%}
{%- endmacro %}

{#- Its columns are those of the file that has no rows: of the others, older ones may lack one. -#}
{% macro read_lake_table(folder, table) -%}
    {%- set place = env_var('LAKE_URL') ~ '/' ~ folder ~ '/' ~ table -%}
    {%- set columns = [] -%}
    {%- for column in run_query('describe query select * from parquet.`' ~ place ~ '/schema.parquet`').rows -%}
        {%- do columns.append('`' ~ column[0] ~ '` ' ~ column[1]) -%}
    {%- endfor -%}
    {%- do run_query('drop table if exists lake.' ~ table) -%}
    {%- do run_query(
        'create table lake.' ~ table ~ ' (' ~ columns | join(', ') ~ ") using parquet location '" ~ place ~ "'"
    ) -%}
{%- endmacro %}
