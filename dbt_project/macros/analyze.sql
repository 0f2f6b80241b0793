{#- Statistics for the planner, at once: what follows in the same build, and readers after the publish, join these tables.
    What a day adds to a long history does not change them, and collecting them again reads all of it. -#}
{% macro analyze() -%}
    {%- if model.config.materialized == 'table' or (model.config.materialized == 'incremental' and not is_incremental()) -%}
        {{ return(adapter.dispatch('analyze')()) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__analyze() -%}
    analyze {{ this }}
{%- endmacro %}

{#- It plans by the sizes of files, and looks again while it works. -#}
{% macro spark__analyze() -%}
{%- endmacro %}
