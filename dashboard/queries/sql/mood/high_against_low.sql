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

series as (
    select
        measure,
        array_agg(value order by trade_date) as measured,
        array_agg(mood::double precision order by trade_date) as moods,
        count(*)::integer as sessions
    from days
    where trade_date between %(start)s and %(end)s
    group by measure
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

autocorrelations as (
    select
        moments.measure,
        moments.n,
        lag,
        (
            select case when regr_count(earlier, later) >= 30 then corr(earlier, later) end
            from (select unnest(measured[lag + 1:sessions]), unnest(measured[1:sessions - lag])) as pair (later, earlier)
        ) as of_measure,
        (
            select case when regr_count(earlier, later) >= 30 then corr(earlier, later) end
            from (select unnest(moods[lag + 1:sessions]), unnest(moods[1:sessions - lag])) as pair (later, earlier)
        ) as of_mood
    from moments
    inner join series on moments.measure = series.measure
    cross join lateral generate_series(1, least(moments.n / 4, 120)) as lag
),

inflated as (
    select
        measure,
        greatest(1, 1 + 2 * sum((1 - lag / n::double precision) * coalesce(of_measure * of_mood, 0))) as inflation
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
