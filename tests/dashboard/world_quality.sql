-- What the small world's data lack, and its states' weather.

create table marts.rpt_completeness_daily as
select
    trade_date,
    61::bigint as members,
    60::bigint as bars,
    1::bigint as gaps,
    (trade_date < '2024-01-01')::int::bigint as not_found,
    0::bigint as before_first_trade,
    0::bigint as no_bar_in_answer,
    0::bigint as set_aside,
    0::bigint as refused,
    (trade_date >= '2024-01-01')::int::bigint as failed,
    0::bigint as not_asked,
    60 / 61.0::double precision as share_complete
from marts.fct_market_daily;

create table marts.rpt_price_restatements as
select
    'T0' || n as ticker,
    date '2024-06-20' as trade_date,
    case n when 1 then 'split' else 'correction' end as kind,
    case n when 1 then 'quoted_close' else 'close' end as field,
    100.0::double precision as old_value,
    50.0::double precision as new_value,
    -0.5::double precision as relative_change,
    timestamptz '2024-06-28 06:00+00' + n * interval '1 minute' as restated_at,
    timestamptz '2024-06-27 06:00+00' as previous_extracted_at
from generate_series(1, 3) as n;

create table marts.rpt_price_corrections as
select
    'T01' as ticker,
    date '2024-05-15' as trade_date,
    'dividend' as field,
    7.0::double precision as provider_value,
    0.0::double precision as corrected_value,
    true as is_applied,
    'Shares, and no dollars' as reason,
    'The report of 2024' as source;

create table marts.rpt_suspicious_bars as
select
    trade_date,
    'T01' as ticker,
    'T01' as company_id,
    true as is_member,
    'no_volume' as finding,
    0.0::double precision as found_value
from marts.fct_market_daily
where trade_date >= '2024-03-01';

create table marts.rpt_rows_set_aside as
select
    'yahoo' as source,
    'T01' as subject,
    date '2024-06-27' as date_day,
    'volume is not between 0 and 10000000000000' as reason,
    'yahoo/date=2024-06-28/2024-06-18_2024-06-27/part-0000.ndjson.gz' as object_key,
    7::bigint as line_number;

create table marts.rpt_membership_disagreements as
select
    'T02' as company_id,
    'T02' as ticker,
    'added' as event,
    date '2023-09-18' as spells_date,
    date '2023-09-20' as page_date,
    cast(null as date) as last_observed_on,
    cast(null as text) as detail,
    2 as days_apart;

create table marts.dim_state as
select
    state_code,
    'State ' || state_code as state_name,
    'West' as census_region
from unnest(array['CA', 'OR', 'WA', 'NV']) as state_code;

create table marts.fct_state_weather_daily as
select
    day::date as date_day,
    state_code,
    case state_code when 'WA' then 9 when 'CA' then 0 else 4 end * (1 + (day >= '2024-06-21')::int)::double precision
        as precipitation_mm,
    20.0::double precision as temperature_c,
    case when state_code <> 'NV' then 50.0::double precision end as cloud_cover_pct
from marts.dim_state
cross join generate_series('2023-07-03'::timestamp, '2024-06-29', '1 day') as day;
