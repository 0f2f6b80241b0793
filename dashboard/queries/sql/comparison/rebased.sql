-- A stock (or an industry), its groups, the average member and the index, each 100 at the close that the subject's first known
-- return of the range starts from. A row per line and period (session, week or month), while the line's returns are known:
-- before the first its index stands at 100, and after the last it stands still.
with lines as (
    select 'stock' as line, trade_date, total_return, return_index
    from marts.fct_stock_daily
    where company_id = %(company)s
    union all
    select 'industry' as line, trade_date, total_return, return_index
    from marts.fct_industry_daily
    where gics_sector = %(sector)s and gics_sub_industry = %(industry)s
    union all
    select 'sector' as line, trade_date, total_return, return_index
    from marts.fct_sector_daily
    where gics_sector = %(sector)s
    union all
    select 'index' as line, trade_date, price_return as total_return, return_index
    from marts.fct_market_daily
    union all
    select
        'members' as line,
        trade_date,
        members_total_return as total_return,
        members_return_index as return_index
    from marts.fct_market_daily
),

returns as (
    select lines.line, lines.trade_date, coalesce(day.previous_session, lines.trade_date) as since
    from lines
    inner join marts.dim_date as day on lines.trade_date = day.date_day
    where lines.total_return is not null
),

base as (
    select min(since) as base_date
    from returns
    where line = %(subject)s and trade_date between %(start)s and %(end)s
),

known as (
    select line, min(since) as first_date, max(trade_date) as last_date
    from returns
    group by line
),

bases as (
    select distinct on (lines.line) lines.line, lines.return_index
    from lines
    cross join base
    where lines.trade_date <= base.base_date
    order by lines.line, lines.trade_date desc
),

rebased as (
    select
        lines.line,
        lines.trade_date,
        100 * lines.return_index / coalesce(bases.return_index, 100) as value,
        row_number() over (
            partition by lines.line, date_trunc(%(period)s, lines.trade_date)
            order by lines.trade_date desc
        ) as age
    from lines
    cross join base
    inner join known on lines.line = known.line
    left join bases on lines.line = bases.line
    where
        lines.trade_date between base.base_date and %(end)s
        and lines.trade_date between known.first_date and known.last_date
)

select line, trade_date, value
from rebased
where age = 1
order by line, trade_date
