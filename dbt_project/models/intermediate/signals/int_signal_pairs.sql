with series as (
    select
        kind,
        series,
        gics_sector,
        series_number,
        is_target
    from {{ ref('int_signal_series') }}
    group by kind, series, gics_sector, series_number, is_target
),

lags as (
    {{ rows_of('lag_sessions', range(-5, 6)) }}
),

couples as (
    select
        firsts.kind,
        firsts.series_number as target_number,
        seconds.series_number as indicator_number,
        firsts.series as target,
        firsts.gics_sector,
        seconds.series as indicator,
        firsts.is_target and not seconds.is_target as is_lead_lag
    from series as firsts
    inner join series as seconds
        on
            firsts.kind = seconds.kind
            and firsts.series_number < seconds.series_number
),

asked as (
    select
        'lead_lag' as family,
        couples.*,
        lags.lag_sessions
    from couples
    cross join lags
    where couples.is_lead_lag
    union all
    select
        'matrix' as family,
        couples.*,
        0 as lag_sessions
    from couples
),

pairs as (
    select
        row_number() over (
            order by family, target_number, indicator_number, lag_sessions
        ) as pair_number,
        family,
        kind,
        target,
        gics_sector,
        indicator,
        lag_sessions,
        target_number,
        indicator_number
    from asked
)

select * from pairs
