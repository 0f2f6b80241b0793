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
    case when pairs.indicator = 'vix_close' then 'market' else 'outside' end as question,
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
    0.18::double precision as detectable_r,
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

-- What correlations are made of, as the timeline and the sectors have it; a change is from session to session.
create table marts.fct_signal_daily as
with levels as (
    select 'index_return' as series, trade_date, price_return as session_return, return_index as value
    from marts.rpt_market_timeline
    union all
    select 'sector_return: ' || gics_sector, trade_date, total_return, return_index from marts.fct_sector_daily
    union all
    select listed.series, timeline.trade_date, null, listed.value
    from marts.rpt_market_timeline as timeline
    cross join lateral (values
        ('index_volatility', volatility_7d),
        ('rainfall_mm', rainfall_mm),
        ('temperature_anomaly_c', temperature_anomaly_c),
        ('nyc_cloud_cover_pct', nyc_cloud_cover_pct),
        ('news_share', news_share),
        ('attention_views', attention_views),
        ('depression_index', depression_index),
        ('policy_uncertainty', policy_uncertainty),
        ('vix_close', vix_close)
    ) as listed (series, value)
)

select 'level' as kind, series, trade_date, value from levels
union all
select
    'change' as kind,
    series,
    trade_date,
    case
        when series like '%_return%' then session_return
        else value - lag(value) over (partition by series order by trade_date)
    end as value
from levels;

alter table marts.fct_signal_daily add primary key (kind, series, trade_date);

-- The further back, the less: of each series a little more than of the one before it.
create table marts.rpt_signal_autocorrelations as
select
    kind,
    series,
    lag_sessions,
    0.9 * power(0.9 + 0.001 * dense_rank() over (order by kind, series), lag_sessions - 1) as autocorrelation
from (
    select distinct kind, series from marts.fct_signal_daily
    union all
    select 'level', 'mood_level'
) as series
cross join generate_series(1, 120) as lags (lag_sessions);

alter table marts.rpt_signal_autocorrelations add primary key (kind, series, lag_sessions);
