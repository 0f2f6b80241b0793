-- One pair at lag 0 over the reader's range: its points, the line through them, and how sure both are, on each row.
-- Values, pairs, effective n and interval are defined as in rpt_signal_correlations, which has the whole history.
with levels as (
    select
        timeline.trade_date,
        case %(target)s
            when 'index_return' then timeline.return_index
            when 'index_volatility' then 100 * timeline.volatility_7d
            else sector.return_index
        end as target_level,
        100 * case %(target)s when 'index_return' then timeline.price_return else sector.total_return end as return_pct,
        case %(indicator)s
            when 'rainfall_mm' then timeline.rainfall_mm
            when 'temperature_anomaly_c' then timeline.temperature_anomaly_c
            when 'nyc_cloud_cover_pct' then timeline.nyc_cloud_cover_pct
            when 'news_share' then 10000 * timeline.news_share
            when 'attention_views' then timeline.attention_views
            when 'depression_index' then timeline.depression_index
            when 'policy_uncertainty' then timeline.policy_uncertainty
            when 'vix_close' then timeline.vix_close
        end as indicator_level
    from marts.rpt_market_timeline as timeline
    left join marts.fct_sector_daily as sector
        on timeline.trade_date = sector.trade_date and %(target)s = 'sector_return: ' || sector.gics_sector
),

series as (
    select
        trade_date,
        case
            when %(kind)s = 'level' then target_level
            when %(target)s = 'index_volatility' then target_level - lag(target_level) over sessions
            else return_pct
        end as y,
        case
            when %(kind)s = 'level' then indicator_level
            else indicator_level - lag(indicator_level) over sessions
        end as x
    from levels
    window sessions as (order by trade_date)
),

followed as (
    select
        *,
        lag(x) over sessions as x_before,
        lag(y) over sessions as y_before
    from series
    window sessions as (order by trade_date)
),

measured as (
    select
        *,
        count(*) over () as n,
        case when count(*) over () >= 30 then corr(y, x) over () end as r,
        corr(x, x_before) over () * corr(y, y_before) over () as persistence,
        regr_slope(y, x) over () as slope,
        regr_intercept(y, x) over () as intercept,
        avg(x) over () as mean_x,
        regr_sxx(y, x) over () as sxx,
        regr_syy(y, x) over () as syy,
        row_number() over (order by trade_date desc) - 1 as age
    from followed
    where x is not null and y is not null and trade_date between %(start)s and %(end)s
),

weighed as (
    select
        *,
        case when r is not null then n * case
            when persistence <= 0 then 1
            when persistence > 0 then (1 - persistence) / (1 + persistence)
        end end as n_eff
    from measured
),

inferred as (
    select
        *,
        case when n_eff > 3 and abs(r) <= 1 - 1e-12 then 1.959964 / sqrt(n_eff - 3) end as z_error,
        case when n_eff > 3 then
            1.959964 * sqrt(syy * greatest(0, 1 - r * r) / (n - 2) * (1 + (x - mean_x) ^ 2 * n / sxx) / n_eff)
        end as error
    from weighed
)

select
    trade_date,
    x,
    y,
    case when r is not null then intercept + slope * x end as fitted,
    intercept + slope * x - error as fitted_low,
    intercept + slope * x + error as fitted_high,
    n,
    r,
    tanh(atanh(r) - z_error) as ci_low,
    tanh(atanh(r) + z_error) as ci_high,
    n_eff,
    case when r is not null then slope end as slope
from inferred
where age %% ceil(n / %(points)s::numeric)::integer = 0
order by x, trade_date
