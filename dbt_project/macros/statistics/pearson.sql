{#- Pearson's correlation over the rows that know both; null where one is constant. Rounding leaves a constant a variance of some
    1e-30 of its square, and may carry r just beyond one. -#}
{% macro pearson(x, y) -%}
    case
        when
            regr_sxx({{ y }}, {{ x }})
            > 1e-24 * regr_count({{ y }}, {{ x }}) * regr_avgx({{ y }}, {{ x }}) * regr_avgx({{ y }}, {{ x }})
            and regr_syy({{ y }}, {{ x }})
            > 1e-24 * regr_count({{ y }}, {{ x }}) * regr_avgy({{ y }}, {{ x }}) * regr_avgy({{ y }}, {{ x }})
            then greatest(-1, least(1, corr({{ y }}, {{ x }})))
    end
{%- endmacro %}
