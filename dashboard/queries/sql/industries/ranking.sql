-- Each industry over the range: from the close before it (return_index starts at 100) to its last close.
-- Places are among all industries that have a return of nearly all sessions that any member has one of, whatever is
-- searched for; the others come last without one, and the unclassified, who are none.
-- Two days' sums tell of all between them, so that of each industry its ends are read, and 40 to 80 points of its path.
with listed as (
    select distinct gics_sector, gics_sub_industry
    from marts.dim_company
),

spans as (
    select
        ended.gics_sector,
        ended.gics_sub_industry,
        first.trade_date as first_date,
        ended.trade_date as last_date,
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
    cross join lateral (
        select min(trade_date) as trade_date
        from marts.fct_industry_daily
        where
            gics_sector = listed.gics_sector
            and gics_sub_industry = listed.gics_sub_industry
            and trade_date >= %(start)s
            and total_return is not null
    ) as first
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

sessions as (
    select trade_date, row_number() over (order by trade_date) as number
    from marts.fct_market_daily
    where trade_date between %(start)s and %(end)s
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
),

-- materialized: the planner would look up every session first, and pick then
picked as materialized (
    select ranked.gics_sector, ranked.gics_sub_industry, sessions.trade_date
    from ranked
    inner join sessions as starts on ranked.first_date = starts.trade_date
    inner join sessions as ends on ranked.last_date = ends.trade_date
    cross join generate_series(
        ends.number, starts.number, -greatest(1, (ends.number - starts.number) / 40)
    ) as point
    inner join sessions on point = sessions.number
),

paths as (
    select gics_sector, gics_sub_industry, array_agg(drawn.return_index order by trade_date) as points
    from picked
    cross join lateral (
        select return_index
        from marts.fct_industry_daily
        where
            gics_sector = picked.gics_sector
            and gics_sub_industry = picked.gics_sub_industry
            and trade_date = picked.trade_date
        limit 1
    ) as drawn
    group by gics_sector, gics_sub_industry
)

select
    ranked.place,
    gics_sub_industry,
    gics_sector,
    ranked.members,
    ranked.priced / ranked.days as priced,
    ranked.range_return,
    sqrt(
        greatest(0, ranked.squares - ranked.returns * ranked.returns / ranked.sessions)
        / nullif(ranked.sessions - 1, 0)
    ) as volatility,
    ranked.sessions,
    paths.points
from ranked
inner join paths using (gics_sector, gics_sub_industry)
where
    (%(sector)s::text is null or gics_sector = %(sector)s)
    and position(lower(%(search)s) in lower(gics_sub_industry || ' ' || gics_sector)) > 0
order by ranked.place nulls last, gics_sector, gics_sub_industry
