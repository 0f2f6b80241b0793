-- What was restated last; `restatements` counts them all.
select
    restated_at,
    ticker,
    trade_date,
    kind,
    field,
    old_value,
    new_value,
    relative_change,
    count(*) over () as restatements
from marts.rpt_price_restatements
order by restated_at desc, ticker, trade_date desc, field
limit %(limit)s
