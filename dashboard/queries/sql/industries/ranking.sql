-- Each industry over the range: from the close before it (return_index starts at 100) to its last close.
-- Places are among all industries that have a return of nearly all sessions that any member has one of, whatever is
-- searched for; the others come last without one, and the unclassified, who are none.
-- Two days' sums tell of all between them, so that of each industry only its ends are read.
with listed as (
    select distinct gics_sector, gics_sub_industry
    from marts.dim_company
),

spans as (
    select
        ended.gics_sector,
        ended.gics_sub_industry,
        ended.members,
        ended.days_so_far - coalesce(begun.days_so_far, 0) as days,
        ended.sessions - coalesce(begun.sessions, 0) as sessions,
        ended.return_so_far - coalesce(begun.return_so_far, 0) as returns,
        ended.square_so_far - coalesce(begun.square_so_far, 0) as squares,
        (ended.priced_so_far - coalesce(begun.priced_so_far, 0))::double precision as priced,
        ended.return_index / coalesce(begun.return_index, 100) - 1 as range_return
    from listed
    cross join lateral (
        select *
        from marts.fct_industry_daily
        where
            gics_sector = listed.gics_sector
            and gics_sub_industry = listed.gics_sub_industry
            and trade_date between %(start)s and %(end)s
        order by trade_date desc
        limit 1
    ) as ended
    left join lateral (
        select *
        from marts.fct_industry_daily
        where
            gics_sector = listed.gics_sector
            and gics_sub_industry = listed.gics_sub_industry
            and trade_date < %(start)s
        order by trade_date desc
        limit 1
    ) as begun on true
),

compared as (
    select
        *,
        gics_sub_industry <> 'Unclassified'
        and sessions >= %(whole)s::double precision * (
            select count(members_total_return) from marts.fct_market_daily
            where trade_date between %(start)s and %(end)s
        ) as has_place
    from spans
    where sessions > 0
),

ranked as (
    select
        *,
        case when has_place then row_number() over (
            partition by has_place
            order by range_return desc, gics_sector, gics_sub_industry
        ) end as place
    from compared
)

select
    place,
    gics_sub_industry,
    gics_sector,
    members,
    priced / days as priced,
    range_return,
    sqrt(
        greatest(0, squares - returns * returns / sessions)
        / nullif(sessions - 1, 0)
    ) as volatility,
    sessions
from ranked
where
    (%(sector)s::text is null or gics_sector = %(sector)s)
    and position(lower(%(search)s) in lower(gics_sub_industry || ' ' || gics_sector)) > 0
order by place nulls last, gics_sector, gics_sub_industry
