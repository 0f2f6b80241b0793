-- The newest days about which the sources of membership differ; `disagreements` counts them all.
select
    ticker,
    company_id,
    event,
    spells_date,
    page_date,
    days_apart,
    last_observed_on,
    detail,
    count(*) over () as disagreements
from marts.rpt_membership_disagreements
order by greatest(spells_date, page_date) desc nulls last, ticker, event
limit %(limit)s
