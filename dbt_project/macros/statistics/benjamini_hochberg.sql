{#- Benjamini and Hochberg's q in two steps, as windows do not nest: p times the number of tests over p's rank, then the smallest of those
    from p up. Equal p share the last of their ranks; an unknown p has none. -#}
{% macro benjamini_hochberg_step(p_value, family) -%}
    {%- set of_family = 'partition by ' ~ family | join(', ') -%}
    {{ p_value }} * count({{ p_value }}) over ({{ of_family }})
    / nullif(count({{ p_value }}) over ({{ of_family }} order by {{ p_value }}), 0)
{%- endmacro %}

{% macro benjamini_hochberg(p_value, step, family) -%}
    case
        when {{ p_value }} is not null
            then least(1, min({{ step }}) over (partition by {{ family | join(', ') }} order by {{ p_value }} desc))
    end
{%- endmacro %}
