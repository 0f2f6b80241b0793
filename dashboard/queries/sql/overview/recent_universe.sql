-- What is analysed, which is what has a return, over the last %(sessions)s sessions.
with sessions as (
    select trade_date from marts.fct_market_daily
    order by trade_date desc
    limit %(sessions)s
)

select
    sessions.trade_date,
    sectors.sectors,
    industries.industries,
    sectors.members,
    sectors.members_without_bar
from sessions
left join lateral (
    select
        count(*) filter (where gics_sector <> 'Unclassified' and total_return is not null) as sectors,
        sum(members)::bigint as members,
        sum(members_without_bar)::bigint as members_without_bar
    from marts.fct_sector_daily
    where trade_date = sessions.trade_date
    having count(*) > 0
) as sectors on true
left join lateral (
    select count(*) filter (where gics_sub_industry <> 'Unclassified' and total_return is not null) as industries
    from marts.fct_industry_daily
    where trade_date = sessions.trade_date
    having count(*) > 0
) as industries on true
order by sessions.trade_date
