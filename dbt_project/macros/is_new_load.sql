{#- Which rows an incremental model has not seen yet: those of loads after its own newest one. The number is read first
    and written into the SQL, so that the planner knows how few rows it stands for. -#}
{% macro is_new_load(row) -%}
    {%- if is_incremental() -%}
        {{ row }}.load_id > {{ last_load_id() }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{% macro last_load_id() -%}
    {%- set found = run_query("select coalesce(max(load_id), 0) from " ~ this) -%}
    {%- do return(found.rows[0][0]) -%}
{%- endmacro %}

{#- The earliest day of a relation's rows that an incremental model has not seen yet, as a literal; today or later if there
    are none. They are counted, too: for their first day alone PostgreSQL would walk through all of history to find it. -#}
{% macro first_new_day(relation) -%}
    {%- set query -%}
        select
            cast(coalesce(min(trade_date), current_date) as {{ dbt.type_string() }}) as first_day,
            count(*) as new_rows
        from {{ relation }} as known
        where {{ is_new_load('known') }}
    {%- endset -%}
    {%- do return("cast('" ~ run_query(query).rows[0][0] ~ "' as date)") -%}
{%- endmacro %}
