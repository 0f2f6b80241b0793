-- The industry's members on the last session up to a day, with a bar or with the reason why there is none.
with asked as (
    select max(trade_date) as session
    from marts.fct_industry_daily
    where gics_sector = %(sector)s and gics_sub_industry = %(industry)s and trade_date <= %(day)s
),

with_bar as (
    select
        stock.company_id,
        stock.ticker,
        stock.close,
        stock.total_return,
        stock.return_index,
        stock.volatility_7d,
        stock.volume,
        null::text as reason
    from marts.fct_stock_daily as stock
    where
        stock.trade_date = (select asked.session from asked)
        and stock.is_member
        and stock.gics_sector = %(sector)s
        and stock.gics_sub_industry = %(industry)s
),

without_bar as (
    select
        company_id,
        ticker,
        null::double precision as close,
        null::double precision as total_return,
        null::double precision as return_index,
        null::double precision as volatility_7d,
        null::bigint as volume,
        reason
    from marts.rpt_member_gaps
    where (select asked.session from asked) between first_session and last_session
),

listed as (
    select * from with_bar
    union all
    select * from without_bar
)

select
    asked.session,
    listed.company_id,
    coalesce(listed.ticker, company.ticker) as ticker,
    company.company_name,
    listed.close,
    listed.total_return,
    listed.return_index / coalesce(before.return_index, 100) - 1 as range_return,
    listed.volatility_7d,
    listed.volume,
    listed.reason
from asked
cross join listed
inner join marts.dim_company as company
    on
        listed.company_id = company.company_id
        and asked.session >= company.valid_from
        and (asked.session < company.valid_to or company.valid_to is null)
        and company.gics_sector = %(sector)s
        and company.gics_sub_industry = %(industry)s
left join lateral (
    select earlier.return_index
    from marts.fct_stock_daily as earlier
    where earlier.company_id = listed.company_id and earlier.trade_date < least(%(start)s, asked.session)
    order by earlier.trade_date desc
    limit 1
) as before on true
order by listed.reason nulls first, range_return desc nulls last, ticker
