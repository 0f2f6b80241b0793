-- The companies of the small world, with a story each: T03 splits and pays, T05 was OLD5, T07 joins in 2024, GONE has
-- no price, and a namesake of T10 left long ago.

alter table marts.dim_date add column session_number integer, add column previous_session date;

update marts.dim_date set
    session_number = case when is_session then numbered.session_number end,
    previous_session = numbered.previous_session
from (
    select
        date_day as numbered_day,
        count(*) filter (where is_session) over (order by date_day) as session_number,
        max(date_day) filter (where is_session) over (order by date_day rows between unbounded preceding and 1 preceding)
            as previous_session
    from marts.dim_date
) as numbered
where date_day = numbered_day;

alter table marts.fct_market_daily
    add column index_volume bigint default 3000000000,
    add column members_total_return double precision,
    add column members_return_index double precision;

create table marts.dim_company as
select
    case ticker when 'T05' then 'OLD5' else ticker end as company_id,
    ticker,
    case ticker when 'T05' then 'Fifth New Corp' else 'Company ' || substr(ticker, 2) end as company_name,
    gics_sector,
    gics_sub_industry,
    '00000000' || substr(ticker, 2) as cik,
    'Springfield, Illinois' as headquarters,
    (case ticker when 'T05' then '2024-01-02' when 'T07' then '2024-01-02' else '2010-06-01' end)::date as valid_from,
    null::date as valid_to,
    true as is_current
from companies
union all
select 'OLD5', 'OLD5', 'Fifth Old Corp', gics_sector, gics_sub_industry, '0000000005', 'Springfield, Illinois',
    '2012-03-01', '2024-01-02', false
from companies where ticker = 'T05'
union all
select 'GONE', 'GONE', null, 'Communication Services', 'Industry 00', null, null, '2015-01-02', null, true
union all
select 'T10-until-2000', 'T10', null, 'Unclassified', 'Unclassified', null, null, '1996-01-02', null, true;

create table marts.rpt_member_gaps as
select 'GONE' as company_id, 'GONE' as ticker, 'not_found' as reason, date '2023-07-03' as first_session,
    date '2023-12-29' as last_session, 130::bigint as sessions;

create table marts.stock_days as
with valued as (
    select
        stock.*,
        case ticker when 'T05' then 'OLD5' else ticker end as company_id,
        100 * exp(sum(ln(1 + stock.total_return)) over (partition by ticker order by trade_date)) as return_index,
        stddev_samp(stock.total_return) over (partition by ticker order by trade_date rows 6 preceding)
            as volatility_7d
    from marts.fct_stock_daily as stock
)
select
    trade_date,
    case when company_id = 'OLD5' and trade_date < '2024-01-02' then 'OLD5' else ticker end as ticker,
    company_id,
    gics_sector,
    gics_sub_industry,
    is_member and not (ticker = 'T07' and trade_date < '2024-01-02') as is_member,
    return_index / 2 * case when ticker = 'T03' and trade_date < '2024-02-01' then 2 else 1 end as close,
    return_index / 2 as close_adjusted,
    1000000::bigint as volume,
    case when ticker = 'T03' and trade_date in ('2023-11-15', '2024-05-15') then 0.25 else 0 end::double precision
        as dividend,
    case when ticker = 'T03' and trade_date = '2024-02-01' then 2 else 1 end::double precision as split_ratio,
    total_return,
    return_index,
    volatility_7d
from valued;

update marts.fct_market_daily as market set members_total_return = (
    select avg(stock.total_return) from marts.stock_days as stock
    where stock.trade_date = market.trade_date and stock.is_member
);

update marts.fct_market_daily as market set members_return_index = carried.value
from (
    select trade_date, 100 * exp(sum(ln(1 + members_total_return)) over (order by trade_date)) as value
    from marts.fct_market_daily
) as carried
where carried.trade_date = market.trade_date;

drop table marts.fct_stock_daily;
alter table marts.stock_days rename to fct_stock_daily;

alter table marts.fct_sector_daily
    add column close double precision default 60,
    add column volume bigint default 5000000,
    add column volatility_7d double precision default 0.011,
    add column price_change_pct double precision default 0.25;

create table marts.rpt_sector_summary as
select
    gics_sector, members, members_without_bar, 0.01 as total_return_1d, 0.02 as total_return_5d,
    0.03 as total_return_21d, 0.04 as total_return_63d, 0.05 as total_return_252d, 0.06 as total_return_ytd,
    row_number() over (order by gics_sector) as rank_252d, 0.01 as volatility_252d, -0.1 as max_drawdown_252d,
    0.03 as best_return_252d, trade_date as best_date_252d, -0.03 as worst_return_252d,
    trade_date as worst_date_252d, 60.0 as mean_close, 5e6 as mean_volume_21d, 250 as sessions,
    trade_date as last_date
from marts.fct_sector_daily
where trade_date = '2024-06-28';

create table marts.rpt_industry_summary as
select
    gics_sector, gics_sub_industry, members, 0.01 as total_return_1d, 0.02 as total_return_5d,
    0.03 as total_return_21d, 0.04 as total_return_63d, null::double precision as total_return_252d,
    0.06 as total_return_ytd, 1 as rank_1d, 2 as rank_5d, 3 as rank_21d, 4 as rank_63d, null::bigint as rank_252d,
    6 as rank_ytd, trade_date as last_date
from marts.fct_industry_daily
where trade_date = '2024-06-28';
