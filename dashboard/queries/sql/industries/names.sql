-- Every industry with its sector; one that moved is listed under the sector of its last day.
-- From each industry the key leads to the next, so that a row of each is read and not its thousands of days.
with recursive listed as (
    (
        select gics_sector, gics_sub_industry
        from marts.fct_industry_daily
        order by gics_sector, gics_sub_industry
        limit 1
    )
    union all
    select next.gics_sector, next.gics_sub_industry
    from listed
    cross join lateral (
        select gics_sector, gics_sub_industry
        from marts.fct_industry_daily
        where (gics_sector, gics_sub_industry) > (listed.gics_sector, listed.gics_sub_industry)
        order by gics_sector, gics_sub_industry
        limit 1
    ) as next
)

select distinct on (listed.gics_sub_industry) listed.gics_sub_industry, listed.gics_sector
from listed
cross join lateral (
    select max(trade_date) as last_session
    from marts.fct_industry_daily
    where gics_sector = listed.gics_sector and gics_sub_industry = listed.gics_sub_industry
) as ends
order by listed.gics_sub_industry, ends.last_session desc
