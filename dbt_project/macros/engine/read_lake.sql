{#- Where raw tables are files and not in the warehouse: make them known as they stand now. -#}
{% macro read_lake() -%}
    {%- if execute -%}
        {{ return(adapter.dispatch('read_lake')()) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__read_lake() -%}
{%- endmacro %}

{#- A load counts from its manifest's entry on: until then the view leaves its rows out. -#}
{% macro spark__read_lake() -%}
    {%- set known = lake_tables_known() -%}
    {%- do create_records() -%}
    {%- for table, columns in lake_tables().items() -%}
        {%- set schema, name = table.split('.') -%}
        {%- set state = lake_table_state(columns) -%}
        {%- if known.get(name) != state -%}
            {%- do create_lake_table(schema, name, columns) -%}
            {%- do run_query(
                'create or replace view ' ~ table ~ ' as select * from lake.' ~ name
                ~ ' where load_id in (select load_id from lake.manifest)'
            ) -%}
            {%- do run_query('comment on table lake.' ~ name ~ " is '" ~ state ~ "'") -%}
        {%- else -%}
            {%- do run_query('refresh table lake.' ~ name) -%}
        {%- endif -%}
        {%- if name == 'manifest' -%}
            {#- Its files are listed before all others: a load that ends meanwhile counts in the next build, and not half in this. -#}
            {%- do run_query('select count(*) from lake.manifest') -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}

{#- Schema and name of each table in the lake, the manifest first, and its columns with their types. -#}
{% macro lake_tables() -%}
    {%- set tables = {'ops.manifest': []} -%}
    {%- for column in run_query('select * from parquet.`' ~ lake_url() ~ '/columns.parquet`').rows -%}
        {%- do tables.setdefault(column[0] ~ '.' ~ column[1], []).append('`' ~ column[2] ~ '` ' ~ lake_type(column[3])) -%}
    {%- endfor -%}
    {%- do return(tables) -%}
{%- endmacro %}

{% macro lake_type(name) -%}
    {%- do return({'text': 'string', 'day': 'string', 'timestamptz': 'timestamp'}.get(name, name)) -%}
{%- endmacro %}

{#- What a table is known by once its view stands too: where it is, and its columns. -#}
{% macro lake_table_state(columns) -%}
    {%- do return(local_md5(lake_url() ~ columns | join(', '))) -%}
{%- endmacro %}

{#- The tables that are known already, and their states, which are their comments. -#}
{% macro lake_tables_known() -%}
    {%- for schema in ['lake', 'raw', 'ops'] -%}
        {%- do run_query('create schema if not exists ' ~ schema) -%}
    {%- endfor -%}
    {%- set known = {} -%}
    {%- for table in run_query("show table extended in lake like '*'").rows -%}
        {%- do known.update({table[1]: table[3].split('Comment: ')[1].split('\n')[0]}) -%}
    {%- endfor -%}
    {%- do return(known) -%}
{%- endmacro %}

{% macro create_lake_table(schema, name, columns) -%}
    {%- do run_query('drop table if exists lake.' ~ name) -%}
    {%- do run_query(
        'create table lake.' ~ name ~ ' (' ~ columns | join(', ') ~ ') using parquet location '
        ~ "'" ~ lake_url() ~ '/' ~ schema ~ '/' ~ name ~ "' comment 'without its view'"
    ) -%}
{%- endmacro %}

{% macro lake_url() -%}
    {%- do return(env_var('LAKE_URL').rstrip('/')) -%}
{%- endmacro %}
