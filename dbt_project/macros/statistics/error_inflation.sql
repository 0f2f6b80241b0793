{#- By how much a standard error grows where both series follow their own past; null where nothing independent is left. -#}
{% macro error_inflation(ab) -%}
    case
        when {{ ab }} <= 0 then 1
        when {{ ab }} < 1 then sqrt((1 + {{ ab }}) / (1 - {{ ab }}))
    end
{%- endmacro %}
