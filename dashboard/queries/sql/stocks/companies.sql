-- Every company that was ever a member: how it is found, and where it stands.
-- Of several companies with one ticker the newest answers to it in a link, the others to their company_id.
with versions as (
    select
        company_id,
        max(ticker) filter (where is_current) as ticker,
        (array_agg(company_name order by valid_from desc) filter (where company_name is not null))[1] as company_name,
        max(gics_sector) filter (where is_current) as gics_sector,
        max(gics_sub_industry) filter (where is_current) as gics_sub_industry,
        max(headquarters) filter (where is_current) as headquarters,
        max(cik) as cik,
        min(valid_from) as joined_on,
        array_agg(distinct ticker) as tickers,
        array_agg(distinct company_name) filter (where company_name is not null) as names
    from marts.dim_company
    group by company_id
)

select
    versions.company_id,
    case
        when row_number() over (
            partition by versions.ticker
            order by bars.last_bar desc nulls last, versions.joined_on desc, versions.company_id
        ) = 1 then versions.ticker
        else versions.company_id
    end as address,
    versions.ticker,
    versions.company_name,
    versions.gics_sector,
    versions.gics_sub_industry,
    versions.headquarters,
    versions.cik,
    versions.joined_on,
    versions.joined_on = min(versions.joined_on) over () as is_in_the_first_list,
    array_remove(versions.tickers, versions.ticker) as former_tickers,
    array_remove(versions.names, versions.company_name) as former_names,
    bars.first_bar,
    bars.last_bar
from versions
cross join lateral (
    select min(stock.trade_date) as first_bar, max(stock.trade_date) as last_bar
    from marts.fct_stock_daily as stock
    where stock.company_id = versions.company_id
) as bars
order by bars.last_bar is null, versions.ticker, versions.company_id
