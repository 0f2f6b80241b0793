{#- How many standard errors Fisher's z of a correlation lies from zero; null where that cannot be told. -#}
{% macro fisher_score(r, n_eff) -%}
    case
        when {{ n_eff }} > 3 and abs({{ r }}) <= 1 - 1e-12
            then atanh({{ r }}) * sqrt({{ n_eff }} - 3)
    end
{%- endmacro %}

{#- A bound of the 95 % interval of a correlation: side is + or -. -#}
{% macro fisher_bound(r, n_eff, side) -%}
    case
        when {{ n_eff }} > 3 and abs({{ r }}) <= 1 - 1e-12
            then tanh(atanh({{ r }}) {{ side }} 1.959964 / sqrt({{ n_eff }} - 3))
    end
{%- endmacro %}
