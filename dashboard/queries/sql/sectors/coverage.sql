-- How many members a sector (or all of them) has on a session of the range, and how many of these have a price: means.
select
    (sum(members) / nullif(count(distinct trade_date), 0))::double precision as members,
    (sum(members - members_without_bar) / nullif(count(distinct trade_date), 0))::double precision as priced
from marts.fct_sector_daily
where
    trade_date between %(start)s and %(end)s
    and (%(sector)s::text is null or gics_sector = %(sector)s)
