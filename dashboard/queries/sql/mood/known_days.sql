-- The first and the last session with a depression index; none where none has one.
select
    min(trade_date) as first_date,
    max(trade_date) as last_date
from marts.rpt_market_timeline
where depression_index is not null
having count(*) > 0
