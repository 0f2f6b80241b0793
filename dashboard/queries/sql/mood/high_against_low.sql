-- The market's mean over sessions of High mood less that over Low, in a range, and how sure it is.
-- Effect, standard error and interval are defined as in rpt_industry_mood_sensitivity, which has the industries; how far
-- measure and mood follow their past is known best from all sessions, whatever the range.
with days as (
    select
        timeline.mood_level,
        measures.measure,
        measures.value
    from marts.rpt_market_timeline as timeline
    cross join lateral (
        values
        ('index_return', 100 * timeline.price_return),
        ('index_volatility', 100 * timeline.volatility_7d),
        ('vix_close', timeline.vix_close)
    ) as measures (measure, value)
    where
        timeline.trade_date between %(start)s and %(end)s
        and timeline.mood_level is not null
        and measures.value is not null
),

moments as (
    select
        measure,
        count(*) as n,
        count(*) filter (where mood_level = 'Low') as sessions_low,
        count(*) filter (where mood_level = 'High') as sessions_high,
        avg(value) filter (where mood_level = 'Low') as mean_low,
        avg(value) filter (where mood_level = 'High') as mean_high,
        stddev_samp(value) filter (where mood_level = 'Low') as stddev_low,
        stddev_samp(value) filter (where mood_level = 'High') as stddev_high
    from days
    group by measure
),

inflated as (
    select
        moments.measure,
        greatest(
            1, 1 + 2 * sum((1 - own.lag_sessions / n::double precision) * own.autocorrelation * of_mood.autocorrelation)
        ) as inflation
    from moments
    inner join marts.rpt_signal_autocorrelations as own
        on
            moments.measure = own.series
            and own.kind = case when moments.measure = 'index_return' then 'change' else 'level' end
            and own.lag_sessions <= moments.n / 4
    inner join marts.rpt_signal_autocorrelations as of_mood
        on own.lag_sessions = of_mood.lag_sessions and of_mood.series = 'mood_level'
    group by moments.measure, moments.n
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
