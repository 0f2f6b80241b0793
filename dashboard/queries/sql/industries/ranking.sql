-- Each industry over the range: from the close before it (return_index starts at 100) to its last close.
-- Places are among all industries, whatever is searched for; the unclassified are none and come last without one.
-- Each has about 40 points of its path, the last one among them.
with sessions as (
    select trade_date, row_number() over (order by trade_date) as number
    from marts.fct_market_daily
    where trade_date between %(start)s and %(end)s
),

ranged as (
    select
        gics_sector,
        gics_sub_industry,
        count(total_return) as sessions,
        stddev_samp(total_return) as volatility,
        avg(members - members_without_bar)::double precision as priced,
        max(trade_date) as last_date,
        greatest(1, count(*) / 40) as step
    from marts.fct_industry_daily
    where trade_date between %(start)s and %(end)s
    group by gics_sector, gics_sub_industry
    having count(total_return) > 0
),

drawn as (
    select
        ranged.gics_sector,
        ranged.gics_sub_industry,
        ranged.sessions,
        ranged.volatility,
        ranged.priced,
        max(days.return_index) filter (where days.trade_date = ranged.last_date) as index_at_end,
        max(days.members) filter (where days.trade_date = ranged.last_date) as members,
        array_agg(days.return_index order by days.trade_date) as points
    from ranged
    inner join sessions as ends on ranged.last_date = ends.trade_date
    inner join sessions as picked
        on picked.number <= ends.number and (ends.number - picked.number) %% ranged.step = 0
    inner join marts.fct_industry_daily as days
        on
            ranged.gics_sector = days.gics_sector
            and ranged.gics_sub_industry = days.gics_sub_industry
            and picked.trade_date = days.trade_date
    group by ranged.gics_sector, ranged.gics_sub_industry, ranged.sessions, ranged.volatility,
        ranged.priced
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
    priced,
    range_return,
    volatility,
    sessions,
    points
from ranked
where
    (%(sector)s::text is null or gics_sector = %(sector)s)
    and position(lower(%(search)s) in lower(gics_sub_industry || ' ' || gics_sector)) > 0
order by place nulls last
