-- Each industry over the range: from the close before it (return_index starts at 100) to its last close.
-- Places are among all industries, whatever is searched for; the unclassified are none and come last without one.
-- Each has about 40 points of its path, the last one among them.
with sessions as (
    select trade_date, row_number() over (order by trade_date) as number
    from marts.fct_market_daily
    where trade_date between %(start)s and %(end)s
),

days as (
    select
        daily.gics_sector,
        daily.gics_sub_industry,
        daily.members,
        daily.members_without_bar,
        daily.total_return,
        daily.return_index,
        sessions.number
    from marts.fct_industry_daily as daily
    inner join sessions on daily.trade_date = sessions.trade_date
),

ranged as (
    select
        gics_sector,
        gics_sub_industry,
        count(total_return) as sessions,
        stddev_samp(total_return) as volatility,
        max(number) as last_number,
        greatest(1, count(*) / 40) as step
    from days
    group by gics_sector, gics_sub_industry
    having count(total_return) > 0
),

drawn as (
    select
        ranged.gics_sector,
        ranged.gics_sub_industry,
        ranged.sessions,
        ranged.volatility,
        max(days.return_index) filter (where days.number = ranged.last_number) as index_at_end,
        max(days.members) filter (where days.number = ranged.last_number) as members,
        max(days.members_without_bar) filter (where days.number = ranged.last_number) as members_without_bar,
        array_agg(days.return_index order by days.number) as points
    from ranged
    inner join days
        on
            ranged.gics_sector = days.gics_sector
            and ranged.gics_sub_industry = days.gics_sub_industry
            and (ranged.last_number - days.number) %% ranged.step = 0
    group by ranged.gics_sector, ranged.gics_sub_industry, ranged.sessions, ranged.volatility
),

returns as (
    select drawn.*, drawn.index_at_end / coalesce(before.return_index, 100) - 1 as range_return
    from drawn
    left join lateral (
        select earlier.return_index
        from marts.fct_industry_daily as earlier
        where
            earlier.gics_sector = drawn.gics_sector
            and earlier.gics_sub_industry = drawn.gics_sub_industry
            and earlier.trade_date < %(start)s
        order by earlier.trade_date desc
        limit 1
    ) as before on true
),

ranked as (
    select
        *,
        case when gics_sub_industry <> 'Unclassified' then row_number() over (
            partition by gics_sub_industry = 'Unclassified'
            order by range_return desc, gics_sector, gics_sub_industry
        ) end as place
    from returns
)

select
    place,
    gics_sub_industry,
    gics_sector,
    members,
    members_without_bar,
    range_return,
    volatility,
    sessions,
    points
from ranked
where
    (%(sector)s::text is null or gics_sector = %(sector)s)
    and position(lower(%(search)s) in lower(gics_sub_industry || ' ' || gics_sector)) > 0
order by place nulls last
