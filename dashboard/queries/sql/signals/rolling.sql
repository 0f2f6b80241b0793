-- One pair's correlation over windows that end within the range, thinned like the timeline.
with numbered as (
    select
        *,
        row_number() over (order by trade_date desc) - 1 as age,
        ceil(count(*) over () / %(points)s::numeric)::integer as step
    from marts.rpt_signal_correlations_rolling
    where
        target = %(target)s
        and indicator = %(indicator)s
        and kind = %(kind)s
        and window_sessions = %(window)s
        and trade_date between %(start)s and %(end)s
)

select
    trade_date,
    step,
    n,
    r,
    ci_low,
    ci_high,
    n_eff,
    q_value
from numbered
where age %% step = 0
order by trade_date
