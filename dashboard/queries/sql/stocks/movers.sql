-- The members that moved most on the last session, best first.
with members as (
    select
        stock.trade_date,
        stock.company_id,
        stock.ticker,
        company.company_name,
        stock.gics_sub_industry,
        stock.close,
        stock.total_return,
        row_number() over (order by stock.total_return desc, stock.ticker) as place,
        count(*) over () as places
    from marts.fct_stock_daily as stock
    inner join marts.dim_company as company
        on
            stock.company_id = company.company_id
            and stock.trade_date >= company.valid_from
            and (stock.trade_date < company.valid_to or company.valid_to is null)
    where
        stock.is_member
        and stock.total_return is not null
        and stock.trade_date = (select max(latest.trade_date) from marts.fct_stock_daily as latest)
)

select
    trade_date,
    company_id,
    ticker,
    company_name,
    gics_sub_industry,
    close,
    total_return,
    place <= least(%(each)s, (places + 1) / 2) as is_gainer
from members
where place <= least(%(each)s, (places + 1) / 2) or place > places - least(%(each)s, places / 2)
order by place
