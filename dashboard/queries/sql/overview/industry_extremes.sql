-- The best and the worst industries of the range, without overlap, each with about 60 points of its path.
with ranged as (
    select
        gics_sector,
        gics_sub_industry,
        count(total_return) as sessions,
        max(trade_date) as last_day
    from marts.fct_industry_daily
    where trade_date between %(start)s and %(end)s and gics_sub_industry <> 'Unclassified'
    group by gics_sector, gics_sub_industry
    having count(total_return) > 0
),

returns as (
    select
        ranged.gics_sector,
        ranged.gics_sub_industry,
        ranged.sessions,
        last.members,
        last.return_index / coalesce(before.return_index, 100) - 1 as range_return
    from ranged
    inner join marts.fct_industry_daily as last
        on
            ranged.gics_sector = last.gics_sector
            and ranged.gics_sub_industry = last.gics_sub_industry
            and ranged.last_day = last.trade_date
    left join lateral (
        select earlier.return_index
        from marts.fct_industry_daily as earlier
        where
            earlier.gics_sector = ranged.gics_sector
            and earlier.gics_sub_industry = ranged.gics_sub_industry
            and earlier.trade_date < %(start)s
        order by earlier.trade_date desc
        limit 1
    ) as before on true
),

ranked as (
    select
        *,
        row_number() over (order by range_return desc, gics_sector, gics_sub_industry) as place,
        count(*) over () as places
    from returns
)

select
    ranked.place,
    ranked.places,
    ranked.place <= least(%(each)s, (ranked.places + 1) / 2) as is_leader,
    ranked.gics_sub_industry,
    ranked.gics_sector,
    ranked.members,
    ranked.sessions,
    ranked.range_return,
    path.points
from ranked
cross join lateral (
    select array_agg(numbered.return_index order by numbered.trade_date) as points
    from (
        select
            daily.trade_date,
            daily.return_index,
            row_number() over (order by daily.trade_date desc) as age
        from marts.fct_industry_daily as daily
        where
            daily.gics_sector = ranked.gics_sector
            and daily.gics_sub_industry = ranked.gics_sub_industry
            and daily.trade_date between %(start)s and %(end)s
    ) as numbered
    where (numbered.age - 1) %% greatest(1, ranked.sessions / 60) = 0
) as path
where
    ranked.place <= least(%(each)s, (ranked.places + 1) / 2)
    or ranked.place > ranked.places - least(%(each)s, ranked.places / 2)
order by ranked.place
