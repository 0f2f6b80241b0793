-- Each sector over the range: from the close before it (return_index starts at 100) to its last close; is_whole where
-- nearly all of the range's sessions that any member has a return of have its own.
with ranged as (
    select
        gics_sector,
        count(total_return) as sessions,
        stddev_samp(total_return) as volatility,
        (array_agg(return_index order by trade_date desc))[1] as index_at_end,
        (array_agg(members order by trade_date desc))[1] as members,
        avg(members - members_without_bar)::double precision as priced
    from marts.fct_sector_daily
    where trade_date between %(start)s and %(end)s
    group by gics_sector
)

select
    ranged.gics_sector,
    ranged.members,
    ranged.priced,
    ranged.sessions,
    case when ranged.sessions > 0 then ranged.index_at_end / coalesce(before.return_index, 100) - 1 end
        as range_return,
    ranged.volatility,
    ranged.sessions >= %(whole)s::double precision * (
        select count(members_total_return) from marts.fct_market_daily
        where trade_date between %(start)s and %(end)s
    ) as is_whole
from ranged
left join lateral (
    select earlier.return_index
    from marts.fct_sector_daily as earlier
    where earlier.gics_sector = ranged.gics_sector and earlier.trade_date < %(start)s
    order by earlier.trade_date desc
    limit 1
) as before on true
order by range_return desc nulls last, ranged.gics_sector
