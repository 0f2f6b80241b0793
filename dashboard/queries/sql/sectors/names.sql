-- The sectors with a member on any day, and the members of their last one.
select
    gics_sector,
    (array_agg(members order by trade_date desc))[1] as members,
    max(trade_date) as last_session
from marts.fct_sector_daily
group by gics_sector
order by gics_sector
