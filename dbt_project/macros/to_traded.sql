{#- A quoted price or dividend as traded, to a hundredth of a cent. Yahoo's numbers are of single precision, and what later
    splits have divided is rounded: unrounded, the same bar would differ between an answer before a split and one after it.
    Recorded prices have no more decimals than these. Null where nothing is left. -#}
{% macro to_traded(quote, factor) -%}
    nullif(round({{ quote }} * {{ factor }} * 10000) / 10000, 0)
{%- endmacro %}
