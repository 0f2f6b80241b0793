-- Each industry over the range: from the close before it (return_index starts at 100) to its last close.
-- Places are among all industries, whatever is searched for; the unclassified are none and come last without one.
-- Each has about 40 points of its path.
with days as (
    select
        *,
        row_number() over (partition by gics_sector, gics_sub_industry order by trade_date desc) as age,
        count(*) over (partition by gics_sector, gics_sub_industry) as listed
    from marts.fct_industry_daily
    where trade_date between %(start)s and %(end)s
),

ranged as (
    select
        gics_sector,
        gics_sub_industry,
        count(total_return) as sessions,
        stddev_samp(total_return) as volatility,
        max(return_index) filter (where age = 1) as index_at_end,
        max(members) filter (where age = 1) as members,
        max(members_without_bar) filter (where age = 1) as members_without_bar,
        array_agg(return_index order by trade_date)
            filter (where (age - 1) %% greatest(1, listed / 40) = 0) as points
    from days
    group by gics_sector, gics_sub_industry
    having count(total_return) > 0
),

returns as (
    select ranged.*, ranged.index_at_end / coalesce(before.return_index, 100) - 1 as range_return
    from ranged
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
