{#- Whether a value is another one than before, and not the same one rounded twice: quotes of single precision are multiplied
    by split ratios, and prices end at a hundredth of a cent. Unknown beside known is a difference. -#}
{% macro differs(value, before) -%}
    (
        ({{ value }} is null) != ({{ before }} is null)
        or abs({{ value }} - {{ before }}) > greatest(0.00015, 0.00001 * abs({{ before }}))
    )
{%- endmacro %}
