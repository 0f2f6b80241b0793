{#- Statistics for the planner, at once: what follows in the same build, and readers after the publish, join these tables. -#}
{% macro analyze() -%}
    {%- if model.config.materialized in ('table', 'incremental') -%}
        {{ return(adapter.dispatch('analyze')()) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__analyze() -%}
    analyze {{ this }}
{%- endmacro %}

{% macro spark__analyze() -%}
    analyze table {{ this }} compute statistics
{%- endmacro %}
