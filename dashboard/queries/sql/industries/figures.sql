-- One industry over the range: what it made, how much it moved, how far it fell.
with days as (
    select
        trade_date,
        members,
        members_without_bar,
        total_return,
        return_index,
        coalesce((
            select earlier.return_index
            from marts.fct_industry_daily as earlier
            where
                earlier.gics_sector = %(sector)s
                and earlier.gics_sub_industry = %(industry)s
                and earlier.trade_date < %(start)s
            order by earlier.trade_date desc
            limit 1
        ), 100) as base
    from marts.fct_industry_daily
    where
        gics_sector = %(sector)s
        and gics_sub_industry = %(industry)s
        and trade_date between %(start)s and %(end)s
),

falls as (
    select *, return_index / greatest(base, max(return_index) over (order by trade_date)) - 1 as drawdown
    from days
)

select
    count(total_return) as sessions,
    max(trade_date) as last_session,
    (array_agg(members order by trade_date desc))[1] as last_members,
    (array_agg(members_without_bar order by trade_date desc))[1] as last_without_bar,
    avg(members)::double precision as members,
    avg(members - members_without_bar)::double precision as priced,
    case when count(total_return) > 0 then (array_agg(return_index / base order by trade_date desc))[1] - 1 end
        as range_return,
    stddev_samp(total_return) as volatility,
    case when count(total_return) > 0 then min(drawdown) end as max_drawdown
from falls
