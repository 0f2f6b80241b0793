-- The newest value of each series, and for how many sessions it has been silent.
select
    series,
    newest_value_on,
    sessions_silent,
    is_silent
from marts.rpt_series_freshness
order by sessions_silent desc, series
