-- The market's mean over sessions of High mood less that over Low, in a range, and how sure it is.
-- Effect, standard error and interval are defined as in rpt_industry_mood_sensitivity, which has the industries.
with days as (
    select
        timeline.trade_date,
        array_position(array['Low', 'Medium', 'High'], timeline.mood_level) - 2 as mood,
        measures.measure,
        measures.value
    from marts.rpt_market_timeline as timeline
    cross join lateral (
        values
        ('index_return', 100 * timeline.price_return),
        ('index_volatility', 100 * timeline.volatility_7d),
        ('vix_close', timeline.vix_close)
    ) as measures (measure, value)
),

moments as (
    select
        measure,
        count(*) as n,
        count(*) filter (where mood = -1) as sessions_low,
        count(*) filter (where mood = 1) as sessions_high,
        avg(value) filter (where mood = -1) as mean_low,
        avg(value) filter (where mood = 1) as mean_high,
        stddev_samp(value) filter (where mood = -1) as stddev_low,
        stddev_samp(value) filter (where mood = 1) as stddev_high
    from days
    where mood is not null and value is not null and trade_date between %(start)s and %(end)s
    group by measure
),

moods as (
    select
        array_agg(mood::double precision order by trade_date) as moods,
        count(*)::integer as sessions
    from days
    where measure = 'vix_close' and trade_date between %(start)s and %(end)s
),

of_moods as (
    select lag, past.carried
    from moods
    cross join lateral generate_series(1, (select least(max(n) / 4, 120) from moments)) as lag
    cross join lateral (
        select case when count(earlier + later) >= 30 then corr(earlier, later) end as carried
        from (select unnest(moods[lag + 1:sessions]), unnest(moods[1:sessions - lag])) as pair (later, earlier)
    ) as past
),

series as (
    select
        measure,
        array_agg(value order by trade_date) as measured,
        count(*)::integer as sessions
    from days
    where trade_date between %(start)s and %(end)s
    group by measure
),

autocorrelations as (
    select
        moments.measure,
        moments.n,
        of_moods.lag,
        past.carried * of_moods.carried as carried
    from moments
    inner join series on moments.measure = series.measure
    inner join of_moods on of_moods.lag <= moments.n / 4
    cross join lateral (
        select case when count(earlier + later) >= 30 then corr(earlier, later) end as carried
        from (
            select unnest(measured[lag + 1:sessions]), unnest(measured[1:sessions - lag])
        ) as pair (later, earlier)
    ) as past
),

inflated as (
    select
        measure,
        greatest(1, 1 + 2 * sum((1 - lag / n::double precision) * coalesce(carried, 0))) as inflation
    from autocorrelations
    group by measure
),

effects as (
    select
        moments.*,
        mean_high - mean_low as effect,
        nullif(
            sqrt(stddev_high ^ 2 / sessions_high + stddev_low ^ 2 / sessions_low) * sqrt(inflated.inflation), 0
        ) as standard_error
    from moments
    inner join inflated on moments.measure = inflated.measure
    where sessions_low >= 10 and sessions_high >= 10
)

select
    moments.measure,
    moments.sessions_low,
    moments.sessions_high,
    moments.mean_low,
    moments.mean_high,
    effects.effect,
    effects.standard_error,
    effects.effect - 1.959964 * effects.standard_error as ci_low,
    effects.effect + 1.959964 * effects.standard_error as ci_high
from moments
left join effects on moments.measure = effects.measure
order by moments.measure
