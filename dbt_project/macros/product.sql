{#- The product of positive numbers, which SQL lacks, over a window if one is named; null ones are left out. A lone number stays exactly itself. -#}
{% macro product(factor, over='') -%}
    case
        when count({{ factor }}) {{ over }} = 1 then max({{ factor }}) {{ over }}
        else exp(sum(ln({{ factor }})) {{ over }})
    end
{%- endmacro %}
