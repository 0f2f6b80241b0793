with correlations as (
    select * from {{ ref('int_signal_correlations') }}
),

pairs as (
    select * from {{ ref('int_signal_pairs') }}
),

autocorrelations as (
    select * from {{ ref('int_signal_autocorrelations') }}
),

inflated as (
    select
        correlations.pair_number,
        {{ variance_inflation(
            'correlations.n', 'targets.lag_sessions',
            'targets.autocorrelation', 'indicators.autocorrelation'
        ) }} as inflation
    from correlations
    inner join pairs on correlations.pair_number = pairs.pair_number
    left join autocorrelations as targets on pairs.target_number = targets.series_key
    left join autocorrelations as indicators
        on
            pairs.indicator_number = indicators.series_key
            and targets.lag_sessions = indicators.lag_sessions
    where correlations.n >= 30 and correlations.r is not null
    group by correlations.pair_number, correlations.n
),

enough as (
    select
        correlations.*,
        case when correlations.n >= 30 then correlations.r end as known_r,
        correlations.n / (inflated.inflation * greatest(1, correlations.joint_variance)) as n_eff
    from correlations
    left join inflated on correlations.pair_number = inflated.pair_number
),

scored as (
    select
        *,
        {{ fisher_score('known_r', 'n_eff') }} as score
    from enough
),

inferred as (
    select
        pair_number,
        n,
        known_r as r,
        n_eff,
        {{ fisher_bound('known_r', 'n_eff', '-') }} as ci_low,
        {{ fisher_bound('known_r', 'n_eff', '+') }} as ci_high,
        {{ normal_two_sided_p('score') }} as p_value,
        case when n_eff > 3 then tanh(2.8016 / sqrt(n_eff - 3)) end as detectable_r,
        first_date,
        last_date
    from scored
)

select * from inferred
