-- What was asked of each group of indicators, over all its targets: tests, claims, the strongest, and what would have shown.
select
    evidence,
    indicator_group,
    target_group,
    tests,
    claims,
    target,
    indicator,
    lag_sessions,
    effect,
    ci_low,
    ci_high,
    n,
    n_eff,
    p_value,
    q_value,
    first_date,
    last_date,
    median_detectable
from marts.rpt_verdicts
order by p_value nulls last
