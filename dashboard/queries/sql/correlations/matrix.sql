-- Every two series of one kind over the whole history, each pair once, the strongest first.
select
    target,
    indicator,
    n,
    r,
    ci_low,
    ci_high,
    n_eff,
    p_value,
    q_value,
    detectable_r,
    first_date,
    last_date
from marts.rpt_signal_correlations
where lag_sessions = 0 and kind = %(kind)s
order by abs(r) desc nulls last, target, indicator
