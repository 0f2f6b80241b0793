{#- The date of a text that begins with YYYYMMDD or YYYY-MM-DD; null if it does not. The loader takes days alone that there are. -#}
{% macro compact_date(column) -%}
    {%- set day = 'substring(' ~ column ~ ', 1, 10)' -%}
    {%- set digits = "replace(" ~ day ~ ", '-', '')" -%}
    case
        when regexp_like({{ digits }}, '^[12][0-9]{3}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])')
            then cast(
                substring({{ digits }}, 1, 4) || '-'
                || substring({{ digits }}, 5, 2) || '-'
                || substring({{ digits }}, 7, 2) as date
            )
    end
{%- endmacro %}
