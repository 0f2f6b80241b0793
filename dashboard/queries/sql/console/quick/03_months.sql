-- What did each sector return month by month in the last year?
select
    date_trunc('month', trade_date)::date as month,
    gics_sector,
    exp(sum(ln(1 + total_return))) - 1 as total_return
from fct_sector_daily
where trade_date > (select max(trade_date) from fct_sector_daily) - interval '1 year'
group by 1, 2
order by 1 desc, 3 desc
