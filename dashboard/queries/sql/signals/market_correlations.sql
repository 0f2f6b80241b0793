-- Every target with every indicator at lag 0, over the whole history.
select
    target,
    gics_sector,
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
where question is not null and lag_sessions = 0 and kind = %(kind)s
order by gics_sector nulls first, target, indicator
