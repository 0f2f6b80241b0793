-- Every industry with its sector; one that moved is listed under the sector of its last day.
-- The companies' classes lead to it: of each a row is read and not its thousands of days.
with listed as (
    select distinct gics_sector, gics_sub_industry
    from marts.dim_company
)

select distinct on (listed.gics_sub_industry) listed.gics_sub_industry, listed.gics_sector
from listed
cross join lateral (
    select max(trade_date) as last_session
    from marts.fct_industry_daily
    where gics_sector = listed.gics_sector and gics_sub_industry = listed.gics_sub_industry
) as ends
where ends.last_session is not null
order by listed.gics_sub_industry, ends.last_session desc
