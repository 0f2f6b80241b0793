-- The signals of the small world: the timeline of its market, and correlations made up so that a page's claims are known.

create table marts.rpt_market_timeline as
select
    trade_date,
    index_close,
    price_return,
    return_index,
    volatility_7d,
    vix_close,
    rainfall_mm,
    temperature_anomaly_c,
    nyc_cloud_cover_pct,
    news_share,
    attention_7d as attention_views,
    depression_index,
    mood_level,
    policy_uncertainty,
    null::double precision as trends_interest
from marts.fct_market_daily;

create temporary table pairs as
select
    kind,
    target,
    case when target like 'sector_return: %' then substr(target, 16) end as gics_sector,
    indicator,
    indicator = 'vix_close' and target = 'index_return' as is_strong
from unnest(array['change', 'level']) as kind
cross join unnest(array['index_return', 'index_volatility', 'sector_return: Energy', 'sector_return: Utilities'])
    as target
cross join unnest(array[
    'rainfall_mm', 'temperature_anomaly_c', 'nyc_cloud_cover_pct', 'news_share', 'attention_views',
    'depression_index', 'policy_uncertainty', 'vix_close'
]) as indicator;

-- Only VIX goes with the index, at lag 0; policy uncertainty is unknown throughout.
create table marts.rpt_signal_correlations as
select
    'lead_lag' as family,
    pairs.kind,
    pairs.target,
    pairs.gics_sector,
    pairs.indicator,
    lags.lag_sessions::integer,
    case when pairs.indicator <> 'policy_uncertainty' then 250 else 0 end::bigint as n,
    made.r,
    case when made.r is not null then 240 end::double precision as n_eff,
    made.r - 0.12 as ci_low,
    made.r + 0.12 as ci_high,
    case when made.r < -0.5 then 0.0001 when made.r is not null then 0.4 end::double precision as p_value,
    case when made.r < -0.5 then 0.001 when made.r is not null then 0.8 end::double precision as q_value,
    case when made.r is not null then date '2023-07-05' end as first_date,
    case when made.r is not null then date '2024-06-28' end as last_date
from pairs
cross join generate_series(-5, 5) as lags (lag_sessions)
cross join lateral (
    select case
        when pairs.indicator = 'policy_uncertainty' then null
        when pairs.is_strong and lags.lag_sessions = 0 then -0.8
        else 0.05
    end::double precision as r
) as made;

-- The same pair stands out in the windows that end in 2024.
create table marts.rpt_signal_correlations_rolling as
select
    pairs.kind,
    windows.window_sessions::integer,
    market.trade_date,
    pairs.target,
    pairs.gics_sector,
    pairs.indicator,
    windows.window_sessions::bigint as n,
    made.r,
    windows.window_sessions::double precision as n_eff,
    made.r - 0.15 as ci_low,
    made.r + 0.15 as ci_high,
    case when made.r < -0.5 then 0.001 when made.r is not null then 0.5 end::double precision as p_value,
    case when made.r < -0.5 then 0.01 when made.r is not null then 0.9 end::double precision as q_value
from pairs
cross join unnest(array[30, 90, 250]) as windows (window_sessions)
cross join (
    select trade_date, row_number() over (order by trade_date) as n from marts.fct_market_daily
) as market
cross join lateral (
    select case
        when pairs.indicator = 'policy_uncertainty' or market.n < windows.window_sessions then null
        when pairs.is_strong and market.trade_date >= '2024-01-01' then -0.7
        else 0.1
    end::double precision as r
) as made;
