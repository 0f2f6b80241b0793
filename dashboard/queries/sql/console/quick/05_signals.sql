-- Which signals are left after autocorrelation and many comparisons?
select
    kind,
    target,
    gics_sector,
    indicator,
    lag_sessions,
    n,
    n_eff,
    r,
    ci_low,
    ci_high,
    q_value
from rpt_signal_correlations
where family = 'lead_lag' and kind = 'change' and q_value < 0.05
order by abs(r) desc
limit 50
