-- One metric of the chosen sectors, the index and the average member, a row per group and period (session, week or month).
-- A period shows its last session's level, its compounded return, or its mean volume and change.
with days as (
    select
        gics_sector as name,
        trade_date,
        close,
        total_return as daily_return,
        return_index,
        volume,
        volatility_7d,
        price_change_pct
    from marts.fct_sector_daily
    where gics_sector = any(%(sectors)s::text[]) and trade_date between %(start)s and %(end)s
    union all
    select
        %(index)s as name,
        trade_date,
        index_close as close,
        price_return as daily_return,
        return_index,
        index_volume as volume,
        volatility_7d,
        null as price_change_pct
    from marts.fct_market_daily
    where trade_date between %(start)s and %(end)s
    union all
    select
        %(average)s as name,
        trade_date,
        null as close,
        members_total_return as daily_return,
        members_return_index as return_index,
        null as volume,
        null as volatility_7d,
        null as price_change_pct
    from marts.fct_market_daily
    where trade_date between %(start)s and %(end)s and %(metric)s in ('cumulative', 'return')
),

before as (
    select sector.name, earlier.return_index
    from unnest(%(sectors)s::text[]) as sector (name)
    cross join lateral (
        select return_index
        from marts.fct_sector_daily
        where gics_sector = sector.name and trade_date < %(start)s
        order by trade_date desc
        limit 1
    ) as earlier
    union all
    select line.name, line.return_index
    from (
        select * from marts.fct_market_daily
        where trade_date < %(start)s
        order by trade_date desc
        limit 1
    ) as earlier
    cross join lateral (
        values (%(index)s, return_index), (%(average)s, members_return_index)
    ) as line (name, return_index)
),

periods as (
    select
        name,
        max(trade_date) as trade_date,
        (array_agg(close order by trade_date desc))[1] as close,
        count(daily_return) as returns,
        (array_agg(return_index order by trade_date desc))[1] as return_index,
        avg(volume)::double precision as volume,
        (array_agg(volatility_7d order by trade_date desc))[1] as volatility_7d,
        avg(price_change_pct) as price_change_pct
    from days
    group by name, date_trunc(%(period)s, trade_date::timestamp)
),

based as (
    select
        periods.*,
        coalesce(before.return_index, 100) as base,
        lag(periods.return_index, 1, coalesce(before.return_index, 100)) over by_period as previous_index,
        sum(periods.returns) over by_period as returns_so_far
    from periods
    left join before on periods.name = before.name
    window by_period as (partition by periods.name order by periods.trade_date)
)

select
    name,
    trade_date,
    case %(metric)s
        when 'close' then close
        when 'return' then case when returns > 0 then return_index / previous_index - 1 end
        when 'cumulative' then case when returns_so_far > 0 then return_index / base - 1 end
        when 'volume' then volume
        when 'change' then price_change_pct / 100
        when 'volatility' then volatility_7d
    end as value
from based
order by name, trade_date
