{#- Aggregate: by how much the variance of a mean of products of n pairs grows where both series follow their own past, at least 1. -#}
{% macro variance_inflation(n, lag, a, b) -%}
    greatest(
        1,
        1 + 2 * coalesce(
            sum(case when {{ lag }} <= floor({{ n }} / 4.0) then (1 - {{ lag }} / cast({{ n }} as {{ type_double() }})) * {{ a }} * {{ b }} end), 0
        )
    )
{%- endmacro %}
