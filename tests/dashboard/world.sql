-- A small published build, written by hand: 60 companies in 11 sectors and 28 industries, a year of sessions.
-- Its files say what the tests count on; whatever else the marts' contracts promise is added, null, behind them.
-- Numbers from hashes, so that every build of this world is the same.

create function pg_temp.noise(seed text) returns double precision immutable language sql as
'select (hashtext(seed)::bigint % 100003) / 100003.0';

create table marts.dim_date as
select
    day::date as date_day,
    extract(isodow from day) < 6 as is_session
from generate_series('2023-06-30'::timestamp, '2024-07-31', '1 day') as day;

create table marts.fct_market_daily as
with moves as (
    select
        date_day as trade_date,
        0.0004 + 0.009 * pg_temp.noise('index' || date_day) as price_return,
        row_number() over (order by date_day) as n
    from marts.dim_date
    where is_session and date_day between '2023-07-03' and '2024-06-28'
)
select
    trade_date,
    4400 * exp(sum(ln(1 + price_return)) over path) as index_close,
    price_return,
    100 * exp(sum(ln(1 + price_return)) over path) as return_index,
    stddev_samp(price_return) over (order by trade_date rows 6 preceding) as volatility_7d,
    15 + 3 * sin(n / 9.0) + pg_temp.noise('vix' || trade_date) as vix_close,
    greatest(0, 3 + 2 * sin(n / 20.0) + 3 * pg_temp.noise('rain' || trade_date)) as rainfall_mm,
    50 as rainfall_states,
    4 * sin(n / 30.0) + pg_temp.noise('warm' || trade_date) as temperature_anomaly_c,
    50 + 45 * pg_temp.noise('cloud' || trade_date) as nyc_cloud_cover_pct,
    case when n % 40 <> 7 then 0.004 + 0.001 * sin(n / 15.0) end as news_share,
    8000 + 900 * sin(n / 12.0) as attention_7d,
    50 + 42 * sin(n / 25.0) + 7 * pg_temp.noise('mood' || trade_date) as depression_index,
    null::text as mood_level,
    null::double precision as policy_uncertainty
from moves
window path as (order by trade_date);

update marts.fct_market_daily set mood_level = case
    when depression_index <= 33 then 'Low' when depression_index <= 66 then 'Medium' else 'High'
end;

create temporary table companies as
select
    'T' || lpad(n::text, 2, '0') as ticker,
    (array[
        'Communication Services', 'Consumer Discretionary', 'Consumer Staples', 'Energy', 'Financials',
        'Health Care', 'Industrials', 'Information Technology', 'Materials', 'Real Estate', 'Utilities'
    ])[1 + industry % 11] as gics_sector,
    'Industry ' || lpad(industry::text, 2, '0') as gics_sub_industry
from (select n, n % 28 as industry from generate_series(0, 59) as n) as numbered;

create table marts.fct_stock_daily as
select
    market.trade_date,
    companies.ticker,
    companies.gics_sector,
    companies.gics_sub_industry,
    true as is_member,
    market.price_return + 0.012 * pg_temp.noise(ticker || trade_date)
    + 0.0012 * pg_temp.noise(gics_sub_industry) as total_return
from companies
cross join marts.fct_market_daily as market;

create table marts.fct_industry_daily as
with days as (
    select
        trade_date,
        gics_sector,
        gics_sub_industry,
        count(*) as members,
        0::bigint as members_without_bar,
        avg(total_return) as total_return
    from marts.fct_stock_daily
    group by trade_date, gics_sector, gics_sub_industry
)
select
    *,
    100 * exp(sum(ln(1 + total_return)) over so_far) as return_index,
    count(*) over so_far as days_so_far,
    count(total_return) over so_far as sessions,
    sum(total_return) over so_far as return_so_far,
    sum(total_return * total_return) over so_far as square_so_far,
    sum(members - members_without_bar) over so_far as priced_so_far
from days
window so_far as (partition by gics_sector, gics_sub_industry order by trade_date);

create table marts.fct_sector_daily as
select
    trade_date,
    gics_sector,
    count(*) as members,
    (gics_sector = 'Energy')::int::bigint as members_without_bar,
    avg(total_return) as total_return,
    100 * exp(sum(ln(1 + avg(total_return))) over (partition by gics_sector order by trade_date)) as return_index
from marts.fct_stock_daily
group by trade_date, gics_sector;

create table marts.fct_extraction_outcomes as
select
    source,
    'subject ' || n as subject,
    date '2024-06-01' as window_start,
    date '2024-06-28' as window_end,
    date '2024-06-29' as run_date,
    case when source = 'gdelt' then 'failed' when source = 'yahoo' and n = 3 then 'not_found' else 'ok' end as status,
    case when source = 'gdelt' then 429 when source = 'yahoo' and n = 3 then 404 else 200 end::bigint as http_status,
    1000::bigint as bytes,
    0.2 as seconds,
    1::bigint as attempts,
    case when source = 'gdelt' then 'asked too often; five tries' end as message,
    false as is_simulated,
    timestamptz '2024-06-29 06:00+00' as extracted_at
from unnest(array['fred', 'gdelt', 'open_meteo', 'wikimedia', 'wikipedia', 'yahoo']) as source
cross join generate_series(1, 4) as n;

insert into ops.manifest (object_key, object_version, sha256, source, rows_in, rows_loaded, rows_rejected, bytes, seconds)
select source || '/part-0000.ndjson.gz', '1', 'x', source, 1000, 998, 2, 50000, 0.1
from unnest(array['fred', 'gdelt', 'yahoo']) as source;

insert into ops.build_nodes (invocation_id, node_id, resource_type, schema_name, name)
select 'b0a1d2c3-0000', 'test.bellwether.t' || n, 'test', 'marts_next', 'rule_' || n from generate_series(1, 9) as n;

insert into ops.build_results (invocation_id, node_id, name, resource_type, status, failures, seconds, finished_at)
select 'b0a1d2c3-0000', node_id, name, resource_type, case when name = 'rule_4' then 'warn' else 'pass' end,
    case when name = 'rule_4' then 3 else 0 end, 0.1, now() - interval '2 hours'
from ops.build_nodes;

insert into ops.runs (command, as_of, started_at, finished_at, status, summary) values
('load', '2024-06-29', now() - interval '3 hours', null, 'running', null),
('load', '2024-06-29', now() - interval '2 hours 30 minutes', now() - interval '2 hours', 'ok', '3 objects'),
('pipeline', '2024-06-29', now() - interval '2 hours', now() - interval '110 minutes', 'ok', 'published b0a1d2c3');

insert into ops.publishes (
    action, build_id, published_at, as_of, data_through, engine, rules_held, tests_warned, rows_rejected,
    last_load_id, fingerprint, simulated
) values (
    'publish', 'b0a1d2c3-0000', now() - interval '110 minutes', '2024-06-29', '2024-06-28', 'postgres', 8, 1, 6,
    3, 'f', false
);
