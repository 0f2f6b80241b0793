{#- A provider's value where it can be right, else null: what cannot be is set aside as unknown. `limits`: columns to the lowest and highest
    that can be. -#}
{% macro credible(column, limits) -%}
    case when {{ column }} between {{ limits[column] | join(' and ') }} then {{ column }} end
{%- endmacro %}

{#- What a bar's prices and its volume can be. -#}
{% macro price_limits() -%}
    {%- set price = [0.000001, 1000000000] -%}
    {%- do return({'open': price, 'high': price, 'low': price, 'close': price, 'volume': [0, 10000000000000]}) -%}
{%- endmacro %}

{#- Why a row, or a value of it, is set aside, the first reason if there are several; null where nothing is. `contradictions`: reasons to the
    conditions under which they hold, for what no column says by itself. -#}
{% macro fault(limits, contradictions={}) -%}
    case
        {%- for column in limits %}
        when {{ column }} not between {{ limits[column] | join(' and ') }} then '{{ column }} is not between {{ limits[column] | join(' and ') }}'
        {%- endfor %}
        {%- for reason, condition in contradictions.items() %}
        when {{ condition }} then '{{ reason }}'
        {%- endfor %}
    end
{%- endmacro %}
