select
    lag_sessions,
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
where kind = %(kind)s and target = %(target)s and indicator = %(indicator)s
order by lag_sessions
