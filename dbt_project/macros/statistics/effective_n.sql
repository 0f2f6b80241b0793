{#- How many independent pairs n pairs are worth, where the product of both series' lag-1 autocorrelations is given. -#}
{% macro effective_n(n, ab) -%}
    case
        when {{ ab }} <= 0 then {{ n }}
        when {{ ab }} > 0 then {{ n }} * (1 - {{ ab }}) / (1 + {{ ab }})
    end
{%- endmacro %}
