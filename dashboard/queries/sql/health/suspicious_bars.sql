-- The newest bars that deserve a look, those of members first; `bars` counts them all.
select
    trade_date,
    ticker,
    company_id,
    is_member,
    finding,
    found_value,
    count(*) over () as bars
from marts.rpt_suspicious_bars
order by is_member desc, trade_date desc, ticker, finding
limit %(limit)s
