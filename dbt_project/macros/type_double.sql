{#- Eight bytes everywhere: dbt's own type_float has four of them on some engines. -#}
{% macro type_double() -%}
    {{ return(engine_type('double precision')) }}
{%- endmacro %}
