-- The sectors with a member on any day, and the members of their last one in the range.
select
    gics_sector,
    (array_agg(members order by trade_date desc) filter (where trade_date between %(start)s and %(end)s))[1]
        as members,
    max(trade_date) filter (where trade_date between %(start)s and %(end)s) as last_session
from marts.fct_sector_daily
group by gics_sector
order by gics_sector
