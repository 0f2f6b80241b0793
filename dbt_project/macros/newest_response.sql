{#- The order that puts the newest answer first; object and line decide between answers of the same moment, so that every load gives the same one. -#}
{% macro newest_response_first() -%}
    extracted_at desc, object_key desc, line_number desc
{%- endmacro %}

{#- Of each key's rows the newest answer's alone, whatever it says. -#}
{% macro newest_rows(table, key) -%}
    select * from (
        select
            *,
            row_number() over (
                partition by {{ key | join(', ') }}
                order by {{ newest_response_first() }}
            ) as recency
        from {{ table }}
    ) as ranked
    where recency = 1
{%- endmacro %}
