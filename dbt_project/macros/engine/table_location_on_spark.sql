{#- dbt's own, which leaves the place of a table to Spark, and Spark refuses one where a killed build has left files. -#}
{% macro spark__location_clause() %}
    location '{{ lake_url() }}/warehouse/{{ this.schema }}.db/{{ this.identifier }}'
{%- endmacro %}
