select * from fct_market_daily order by trade_date desc limit 5

TABLE dim_date

SELECT Trade_Date, index_close AS "Index's close" FROM Marts.FCT_Market_Daily -- all
;

select s.gics_sector, avg(s.total_return) mean, count(*) n from fct_stock_daily s join
fct_market_daily m using (trade_date) where m.mood_level = 'High' group by 1 order by 2 desc

with last as (select ticker, max(trade_date) as day from fct_stock_daily group by ticker), late (t)
as (select ticker from last where day > date '2024-01-01') select * from late left join last on
late.t = last.ticker

with dim_date as (select * from dim_date where is_session) select count(*) from dim_date

select trade_date, avg(index_close) over (order by trade_date rows between 19 preceding and current
row), lag(index_close, 5) over w from fct_market_daily window w as (order by trade_date)

select rank() over (partition by mood_level order by index_close desc nulls last), row_number() over
(), sum(vix_close) over (order by trade_date range between interval '7 days' preceding and current
row) from fct_market_daily

select count(*) filter (where total_return > 0), count(distinct ticker), stddev_samp(total_return),
corr(total_return, total_return), regr_slope(total_return, 1 + total_return) from fct_stock_daily

select percentile_cont(0.5) within group (order by total_return desc) from fct_stock_daily

select cast(trade_date as text), trade_date::timestamp, round(index_close::numeric, 2),
vix_close::int, index_close::decimal(12, 3), '1 day'::interval, mood_level::varchar from
fct_market_daily

select date_trunc('month', trade_date)::date, extract(isodow from trade_date), date_part('year',
trade_date), to_char(trade_date, 'YYYY-MM'), age(trade_date), current_date - 7, now() - interval '3
days', trade_date + 2 * interval '1 month', trade_date - date '2024-01-01' from fct_market_daily

select trade_date at time zone 'America/New_York', make_date(2024, 2, 29), make_interval(days => 2)
from fct_market_daily

select case when vix_close > 16 then 'high' else 'low' end, case mood_level when 'High' then 1 end,
coalesce(news_share, 0), nullif(vix_close, 0), greatest(1, 2), least(1, 2) from fct_market_daily

select upper(ticker) || ' ' || lower(gics_sector), left(ticker, 1), substring(ticker from 1 for 2),
trim(ticker), position('1' in ticker), split_part(ticker, '0', 1), length(ticker) from
fct_stock_daily

select exp(sum(ln(1 + total_return))) - 1, power(2, 3), 2 ^ 3, 7 / 2, 7 % 2, div(7, 2), abs(-1),
sqrt(4) from fct_stock_daily

select width_bucket(total_return, -0.1, 0.1, 20) bucket, count(*) from fct_stock_daily group by
bucket having count(*) > 1 order by bucket

select distinct on (ticker) ticker, trade_date from fct_stock_daily order by ticker, trade_date desc

select distinct gics_sector from fct_sector_daily where gics_sector ilike '%tech%' or gics_sector
like 'E%'

select * from fct_market_daily where trade_date between '2024-01-01' and '2024-03-31' and mood_level
is not null and mood_level not in ('Low') and vix_close is distinct from 20 and not (vix_close < 10)

select s.ticker from fct_stock_daily s where exists (select 1 from fct_industry_daily i where
i.gics_sub_industry = s.gics_sub_industry and i.trade_date = s.trade_date and i.total_return > 0)

select * from fct_stock_daily where (ticker, trade_date) in (select ticker, max(trade_date) from
fct_stock_daily group by ticker) and total_return > any (select 0) fetch first 5 rows only

select gics_sector from fct_sector_daily union select 'Energy' except (select 'Energy' intersect
select 'Energy')

select a.trade_date from fct_market_daily a, fct_market_daily b where a.trade_date = b.trade_date -
1

select * from fct_market_daily full join dim_date on trade_date = date_day cross join (select 1 as
one) x

select * from ops.runs where command <> 'load' and summary is not null offset 1

select reason, count(*) from ops.rejects group by reason

select 'it''s', 'a\b', 'é' as "größe", '-- no comment', '/* nor this */', null, true, -1.5e3
