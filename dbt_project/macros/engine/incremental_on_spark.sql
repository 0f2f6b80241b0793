{#- Delete and insert on files, of which no row can be deleted: the rows that stay and the new ones are written aside, then take the
    table's place. Killed at any moment, it leaves the old table or none, and none is built from scratch. -#}
{% materialization incremental, adapter='spark', supported_languages=['sql'] %}
    {%- set existing = load_relation(this) -%}
    {{ run_hooks(pre_hooks) }}
    {%- set select_rows = compiled_code -%}
    {%- set aside = [] -%}
    {% if is_incremental() %}
        {%- set new_rows = write_aside('new', compiled_code) -%}
        {%- set whole = write_aside('whole', kept_and_new_rows(existing, new_rows, config.require('unique_key'))) -%}
        {%- set aside = [new_rows, whole] -%}
        {%- set select_rows = 'select * from ' ~ whole -%}
    {% endif %}
    {% if existing is not none %}
        {% do adapter.drop_relation(existing) %}
    {% endif %}
    {% call statement('main') %}
        {{ create_table_as(false, this, select_rows) }}
    {% endcall %}
    {% for relation in aside %}
        {% do adapter.drop_relation(relation) %}
    {% endfor %}
    {% do persist_constraints(this, model) %}
    {% do persist_docs(this, model) %}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}

{#- A table beside the model's own, of a name that no killed build can have left files at. -#}
{% macro write_aside(name, select_rows) -%}
    {%- set aside = this.identifier ~ '__' ~ name -%}
    {%- for left in run_query("show tables in " ~ this.schema ~ " like '" ~ aside ~ "_*'").rows -%}
        {%- do run_query('drop table ' ~ this.schema ~ '.' ~ left[1]) -%}
    {%- endfor -%}
    {%- set identifier = aside ~ '_' ~ invocation_id[:8] -%}
    {%- set relation = this.incorporate(path={'identifier': identifier}, type='table') -%}
    {%- do run_query('create table ' ~ relation ~ ' as ' ~ select_rows) -%}
    {%- do return(relation) -%}
{%- endmacro %}

{% macro kept_and_new_rows(known, new_rows, unique_key) -%}
    {%- set columns = adapter.get_columns_in_relation(known) | map(attribute='quoted') | join(', ') -%}
    {%- set keys = [unique_key] if unique_key is string else unique_key %}
    select {{ columns }} from {{ known }} as known
    left anti join {{ new_rows }} as new_rows
        on {% for key in keys %}known.{{ key }} = new_rows.{{ key }}{{ " and " if not loop.last }}{% endfor %}
    union all
    select {{ columns }} from {{ new_rows }}
{%- endmacro %}
