{{ config(indexes=[{'columns': ['family', 'kind', 'target']}]) }}

with pairs as (
    select * from {{ ref('int_signal_pairs') }}
),

measured as (
    select * from {{ ref('int_signal_correlations') }}
),

correlations as (
    select
        pairs.*,
        measured.n,
        measured.r,
        measured.target_autocorrelation,
        measured.indicator_autocorrelation,
        measured.first_date,
        measured.last_date
    from pairs
    inner join measured on pairs.pair_number = measured.pair_number
),

{{ infer_correlations('correlations', ['family', 'kind']) }},

final as (
    select
        family,
        kind,
        target,
        gics_sector,
        indicator,
        lag_sessions,
        n,
        known_r as r,
        n_eff,
        ci_low,
        ci_high,
        p_value,
        q_value,
        first_date,
        last_date
    from inferred
)

select * from final
