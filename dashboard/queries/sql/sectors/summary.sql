select
    gics_sector,
    members,
    members_without_bar,
    total_return_1d,
    total_return_5d,
    total_return_21d,
    total_return_63d,
    total_return_ytd,
    total_return_252d,
    rank_252d,
    volatility_252d,
    max_drawdown_252d,
    best_return_252d,
    best_date_252d,
    worst_return_252d,
    worst_date_252d,
    mean_close,
    mean_volume_21d,
    sessions,
    last_date
from marts.rpt_sector_summary
where gics_sector = any(%(sectors)s::text[])
order by gics_sector
