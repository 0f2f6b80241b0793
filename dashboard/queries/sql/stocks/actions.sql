-- The company's dividends and splits of the range, with the close that they are drawn at.
select
    trade_date,
    case when split_ratio <> 1 then 'split' else 'dividend' end as action,
    nullif(dividend, 0) as dividend,
    nullif(split_ratio, 1) as split_ratio,
    close,
    close_adjusted
from marts.fct_stock_daily
where
    company_id = %(company)s
    and trade_date between %(start)s and %(end)s
    and (dividend > 0 or split_ratio <> 1)
order by trade_date desc
