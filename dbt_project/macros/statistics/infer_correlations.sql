{#- CTEs from a CTE of n, r and both autocorrelations to `inferred`, which adds the effective n, interval, p, and q within the family's
    columns. Everything but n is unknown below 30 pairs. -#}
{% macro infer_correlations(correlations, family) -%}
enough as (
    select
        *,
        case when n >= 30 then r end as known_r,
        case
            when n >= 30
                then {{ effective_n('n', '(target_autocorrelation * indicator_autocorrelation)') }}
        end as n_eff
    from {{ correlations }}
),

scored as (
    select
        *,
        {{ fisher_score('known_r', 'n_eff') }} as score
    from enough
),

counted as (
    select
        *,
        count(score) over (partition by {{ family | join(', ') }}) as tests
    from scored
),

bounded as (
    select
        *,
        {{ fisher_bound('known_r', 'n_eff', '-') }} as ci_low,
        {{ fisher_bound('known_r', 'n_eff', '+') }} as ci_high,
        {{ normal_two_sided_p('score') }} as p_value
    from counted
),

ranked as (
    select
        *,
        {{ benjamini_hochberg_step('p_value', 'tests', family) }} as step
    from bounded
),

inferred as (
    select
        *,
        {{ benjamini_hochberg('p_value', 'step', family) }} as q_value
    from ranked
)
{%- endmacro %}
