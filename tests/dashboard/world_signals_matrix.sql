-- Every two series of the small world's signals: both sectors go together, VIX goes against the index, and in levels
-- also rain with attention; policy uncertainty is unknown.

create temporary table series as
select
    key,
    key like '%return%' or key = 'index_volatility' as is_target,
    row_number() over () as n
from unnest(array[
    'index_return', 'index_volatility', 'sector_return: Energy', 'sector_return: Utilities', 'rainfall_mm',
    'temperature_anomaly_c', 'nyc_cloud_cover_pct', 'news_share', 'attention_views', 'depression_index',
    'policy_uncertainty', 'vix_close'
]) as key;

insert into marts.rpt_signal_correlations
select
    null as question,
    kind,
    one.key as target,
    case when one.key like 'sector_return: %' then substr(one.key, 16) end as gics_sector,
    other.key as indicator,
    0 as lag_sessions,
    case when made.r is not null then 250 else 0 end as n,
    made.r,
    case when made.r is not null then 240 end as n_eff,
    made.r - 0.1 as ci_low,
    made.r + 0.1 as ci_high,
    case when abs(made.r) > 0.5 then 0.0001 when made.r is not null then 0.4 end as p_value,
    null as q_value,
    0.18 as detectable_r,
    case when made.r is not null then date '2023-07-05' end as first_date,
    case when made.r is not null then date '2024-06-28' end as last_date
from series as one
inner join series as other on one.n < other.n and one.is_target = other.is_target
cross join unnest(array['change', 'level']) as kind
cross join lateral (
    select case
        when 'policy_uncertainty' in (one.key, other.key) then null
        when one.key = 'sector_return: Energy' and other.key = 'sector_return: Utilities' then 0.9
        when kind = 'level' and one.key = 'rainfall_mm' and other.key = 'attention_views' then 0.6
        else 0.05
    end::double precision as r
) as made;
