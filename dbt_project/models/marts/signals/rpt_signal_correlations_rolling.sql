{{ config(indexes=[{'columns': ['target', 'indicator', 'kind', 'window_sessions']}]) }}

with pairs as (
    select * from {{ ref('int_signal_pairs') }}
),

correlations as (
    select * from {{ ref('int_rolling_correlations') }}
),

{{ infer_correlations('correlations', ['kind', 'window_sessions', 'trade_date']) }},

final as (
    select
        pairs.kind,
        inferred.window_sessions,
        inferred.trade_date,
        pairs.target,
        pairs.gics_sector,
        pairs.indicator,
        inferred.n,
        inferred.known_r as r,
        inferred.n_eff,
        inferred.ci_low,
        inferred.ci_high,
        inferred.p_value,
        inferred.q_value
    from inferred
    inner join pairs on inferred.pair_number = pairs.pair_number
)

select * from final
