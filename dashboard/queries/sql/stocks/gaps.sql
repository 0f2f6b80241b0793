select
    reason,
    ticker,
    first_session,
    last_session,
    sessions
from marts.rpt_member_gaps
where company_id = %(company)s
order by first_session desc
