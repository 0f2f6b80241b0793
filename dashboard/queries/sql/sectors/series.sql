-- One metric of the chosen sectors, the index and the average member, a row per group and period (session, week or month).
-- A period shows its last session's level, its compounded return, or its mean volume and change.
with days as (
    select
        gics_sector as name,
        trade_date,
        total_return as daily_return,
        case %(metric)s
            when 'close' then close
            when 'volatility' then volatility_7d
            else return_index
        end as level,
        case %(metric)s
            when 'volume' then volume
            when 'change' then price_change_pct / 100
        end as flow
    from marts.fct_sector_daily
    where gics_sector = any(%(sectors)s::text[]) and trade_date between %(start)s and %(end)s
    union all
    select
        %(index)s as name,
        trade_date,
        price_return as daily_return,
        case %(metric)s
            when 'close' then index_close
            when 'volatility' then volatility_7d
            else return_index
        end as level,
        case %(metric)s when 'volume' then index_volume end as flow
    from marts.fct_market_daily
    where trade_date between %(start)s and %(end)s
    union all
    select
        %(average)s as name,
        trade_date,
        members_total_return as daily_return,
        members_return_index as level,
        null as flow
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

sessions as (
    select trade_date, date_trunc(%(period)s, trade_date::timestamp) as period
    from marts.fct_market_daily
    where trade_date between %(start)s and %(end)s
),

-- The level is the second of the greatest pair: of the last session. Sorting all days for it takes twice as long.
periods as (
    select
        name,
        max(trade_date) as trade_date,
        (max(array[trade_date - date '2000-01-01', level]))[2] as level,
        count(daily_return) as returns,
        avg(flow) as flow
    from days
    inner join sessions using (trade_date)
    group by name, period
),

based as (
    select
        periods.*,
        coalesce(before.return_index, 100) as base,
        lag(periods.level, 1, coalesce(before.return_index, 100)) over by_period as previous_level,
        sum(periods.returns) over by_period as returns_so_far
    from periods
    left join before on periods.name = before.name
    window by_period as (partition by periods.name order by periods.trade_date)
)

select
    name,
    trade_date,
    case
        when %(metric)s in ('close', 'volatility') then level
        when %(metric)s = 'return' then case when returns > 0 then level / previous_level - 1 end
        when %(metric)s = 'cumulative' then case when returns_so_far > 0 then level / base - 1 end
        else flow
    end as value
from based
order by name, trade_date
