{#- What this engine calls one of PostgreSQL's types, which contracts are written in. -#}
{% macro engine_type(name) -%}
    {{ return(adapter.dispatch('engine_type')(name)) }}
{%- endmacro %}

{% macro default__engine_type(name) -%}
    {%- do return(name) -%}
{%- endmacro %}

{% macro spark__engine_type(name) -%}
    {%- do return({
        'double precision': 'double',
        'integer': 'int',
        'text': 'string',
        'timestamp with time zone': 'timestamp',
    }.get(name, name)) -%}
{%- endmacro %}

{#- dbt's own, for contracts, in which it writes types as they are. -#}
{% macro spark__get_empty_schema_sql(columns) -%}
    select
    {%- for column in columns.values() %}
        cast(null as {{ engine_type(column.data_type) }}) as {{ column.name }}{{ "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}
