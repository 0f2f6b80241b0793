-- The return index of industries over the range, each at 40 to 80 sessions from its last back to its first known return.
with ends as (
    select listed.*, first.trade_date as first_date, last.trade_date as last_date
    from unnest(%(sectors)s::text[], %(industries)s::text[]) as listed (gics_sector, gics_sub_industry)
    cross join lateral (
        select min(trade_date) as trade_date
        from marts.fct_industry_daily
        where
            gics_sector = listed.gics_sector
            and gics_sub_industry = listed.gics_sub_industry
            and trade_date >= %(start)s
            and total_return is not null
    ) as first
    cross join lateral (
        select max(trade_date) as trade_date
        from marts.fct_industry_daily
        where
            gics_sector = listed.gics_sector
            and gics_sub_industry = listed.gics_sub_industry
            and trade_date <= %(end)s
    ) as last
),

sessions as (
    select trade_date, row_number() over (order by trade_date) as number
    from marts.fct_market_daily
    where trade_date between %(start)s and %(end)s
),

-- materialized: the planner would look up every session first, and pick then
picked as materialized (
    select ends.gics_sector, ends.gics_sub_industry, sessions.trade_date
    from ends
    inner join sessions as starts on ends.first_date = starts.trade_date
    inner join sessions as stops on ends.last_date = stops.trade_date
    cross join generate_series(
        stops.number, starts.number, -greatest(1, (stops.number - starts.number) / 40)
    ) as point
    inner join sessions on point = sessions.number
)

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
