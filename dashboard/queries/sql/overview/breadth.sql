-- How the companies that were members on a session did on it.
select
    count(*) filter (where total_return > 0) as gained,
    count(total_return) as known
from marts.fct_stock_daily
where is_member and trade_date = %(session)s
