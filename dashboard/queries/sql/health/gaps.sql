-- The longest stretches without a price; `stretches` counts them all.
select
    company_id,
    ticker,
    reason,
    first_session,
    last_session,
    sessions,
    count(*) over () as stretches
from marts.rpt_member_gaps
order by sessions desc, last_session desc, company_id, first_session
limit %(limit)s
