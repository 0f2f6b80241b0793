{#- Whether this invocation makes or tests what is to be published. Hooks also run when dbt compiles, documents or looks at
    freshness. -#}
{% macro builds_or_tests() -%}
    {%- do return(
        execute and target.name != 'published' and flags.WHICH in ('build', 'run', 'test', 'seed', 'retry')
    ) -%}
{%- endmacro %}
