-- What is analysed, which is what has a return, over the last %(sessions)s sessions.
with sessions as (
    select trade_date from marts.fct_market_daily
    order by trade_date desc
    limit %(sessions)s
),

sectors as (
    select
        trade_date,
        count(*) filter (where gics_sector <> 'Unclassified' and total_return is not null) as sectors,
        sum(members)::bigint as members,
        sum(members_without_bar)::bigint as members_without_bar
    from marts.fct_sector_daily
    where trade_date in (select sessions.trade_date from sessions)
    group by trade_date
),

industries as (
    select
        trade_date,
        count(*) filter (where gics_sub_industry <> 'Unclassified' and total_return is not null) as industries
    from marts.fct_industry_daily
    where trade_date in (select sessions.trade_date from sessions)
    group by trade_date
)

select
    sessions.trade_date,
    sectors.sectors,
    industries.industries,
    sectors.members,
    sectors.members_without_bar
from sessions
left join sectors on sessions.trade_date = sectors.trade_date
left join industries on sessions.trade_date = industries.trade_date
order by sessions.trade_date
