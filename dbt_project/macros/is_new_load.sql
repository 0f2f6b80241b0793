{#- Which rows an incremental model has not seen yet: those of loads after its own newest one. The number is read first
    and written into the SQL, so that the planner knows how few rows it stands for. -#}
{% macro is_new_load() -%}
    {%- if is_incremental() -%}
        load_id > {{ last_load_id() }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{% macro last_load_id() -%}
    {%- set found = run_query("select coalesce(max(load_id), 0) from " ~ this) -%}
    {%- do return(found.rows[0][0]) -%}
{%- endmacro %}
