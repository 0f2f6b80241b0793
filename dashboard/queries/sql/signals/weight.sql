-- How many independent sessions one of a pair's is worth, at lag 0 and by the pair's whole history.
select n_eff / n as weight
from marts.rpt_signal_correlations
where
    lag_sessions = 0
    and kind = %(kind)s
    and target = %(target)s
    and indicator = %(indicator)s
