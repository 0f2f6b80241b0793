{#- How likely a standard normal is at least as far from zero as z. -#}
{% macro normal_two_sided_p(z) -%}
    {{ erfc('(abs(' ~ z ~ ') * 7.0710678118654752e-1)') }}
{%- endmacro %}
