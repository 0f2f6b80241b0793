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

followed as (
    select
        *,
        lag(mood) over by_session as mood_before,
        lag(value) over by_session as value_before
    from days
    window by_session as (partition by measure order by trade_date)
),

moments as (
    select
        measure,
        count(*) filter (where mood = -1) as sessions_low,
        count(*) filter (where mood = 1) as sessions_high,
        avg(value) filter (where mood = -1) as mean_low,
        avg(value) filter (where mood = 1) as mean_high,
        stddev_samp(value) filter (where mood = -1) as stddev_low,
        stddev_samp(value) filter (where mood = 1) as stddev_high,
        corr(value, value_before) * corr(mood, mood_before) as persistence
    from followed
    where mood is not null and value is not null and trade_date between %(start)s and %(end)s
    group by measure
),

effects as (
    select
        *,
        mean_high - mean_low as effect,
        nullif(
            sqrt(stddev_high ^ 2 / sessions_high + stddev_low ^ 2 / sessions_low)
            * case when persistence <= 0 then 1 when persistence < 1 then sqrt((1 + persistence) / (1 - persistence)) end,
            0
        ) as standard_error
    from moments
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
