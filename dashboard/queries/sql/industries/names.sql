-- Every industry with its sector; one that moved is listed under the sector of its last day.
select
    gics_sub_industry,
    (array_agg(gics_sector order by last_session desc))[1] as gics_sector
from (
    select gics_sector, gics_sub_industry, max(trade_date) as last_session
    from marts.fct_industry_daily
    group by gics_sector, gics_sub_industry
) as listed
group by gics_sub_industry
order by gics_sub_industry
