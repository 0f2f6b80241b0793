-- What a provider has wrong and we put right, those that concern a bar first; `corrections` counts it all.
select
    ticker,
    trade_date,
    field,
    provider_value,
    corrected_value,
    is_applied,
    reason,
    source,
    count(*) over () as corrections
from marts.rpt_price_corrections
order by is_applied desc, trade_date desc, ticker, field
limit %(limit)s
