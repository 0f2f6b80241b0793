with pairs as (
    select * from {{ ref('int_signal_pairs') }}
),

series as (
    select * from {{ ref('int_signal_series') }}
    where value is not null
),

pair_days as (
    select
        pairs.pair_number,
        targets.trade_date,
        indicators.score as x,
        targets.score as y
    from pairs
    inner join series as targets on pairs.target_number = targets.series_number
    inner join series as indicators
        on
            100000 * pairs.indicator_number + targets.session_number - pairs.lag_sessions
            = indicators.series_session
),

{# Of standardised values, so that differences of sums lose no digits. PostgreSQL adds much faster
    than it averages. #}
moments as (
    select
        pair_number,
        count(*) as n,
        sum(x) / count(*) as x,
        sum(y) / count(*) as y,
        sum(x * x) / count(*) as xx,
        sum(y * y) / count(*) as yy,
        sum(x * y) / count(*) as xy,
        sum(x * x * y) / count(*) as xxy,
        sum(x * y * y) / count(*) as xyy,
        sum(x * x * y * y) / count(*) as xxyy,
        min(trade_date) as first_date,
        max(trade_date) as last_date
    from pair_days
    group by pair_number
),

centred as (
    select
        *,
        xy - x * y as covariance,
        case when xx - x * x > 1e-12 and yy - y * y > 1e-12 then (xx - x * x) * (yy - y * y) end
            as variances,
        xxyy - 2 * y * xxy - 2 * x * xyy + y * y * xx + x * x * yy + 4 * x * y * xy
        - 3 * x * x * y * y as joint_moment
    from moments
),

correlated as (
    select
        *,
        case
            when variances is not null then greatest(-1, least(1, covariance / sqrt(variances)))
        end as r
    from centred
),

correlations as (
    select
        pairs.pair_number,
        coalesce(correlated.n, 0) as n,
        correlated.r,
        correlated.joint_moment / correlated.variances / (1 + 2 * correlated.r * correlated.r)
            as joint_variance,
        correlated.first_date,
        correlated.last_date
    from pairs
    left join correlated on pairs.pair_number = correlated.pair_number
)

select * from correlations
