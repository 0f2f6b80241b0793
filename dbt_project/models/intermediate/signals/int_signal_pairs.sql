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

questions as (
    {%- for indicator in var('indicators') %}
        select
            '{{ indicator.series }}' as indicator,
            '{{ indicator.question }}' as question
        {{- " union all" if not loop.last }}
    {%- endfor %}
),

lags as (
    {%- for lag in range(-5, 6) %}
        select {{ lag }} as lag_sessions
        {{- " union all" if not loop.last }}
    {%- endfor %}
),

couples as (
    select
        firsts.kind,
        firsts.series_number as target_number,
        seconds.series_number as indicator_number,
        firsts.series as target,
        firsts.gics_sector,
        seconds.series as indicator,
        case when firsts.is_target and not seconds.is_target then questions.question end as question
    from series as firsts
    inner join series as seconds
        on
            firsts.kind = seconds.kind
            and firsts.series_number < seconds.series_number
    left join questions on seconds.series = questions.indicator
),

pairs as (
    select
        cast(
            row_number() over (
                order by couples.target_number, couples.indicator_number, lags.lag_sessions
            ) as {{ dbt.type_bigint() }}
        ) as pair_number,
        couples.question,
        couples.kind,
        couples.target,
        couples.gics_sector,
        couples.indicator,
        lags.lag_sessions,
        couples.target_number,
        couples.indicator_number
    from couples
    inner join lags on couples.question is not null or lags.lag_sessions = 0
)

select * from pairs
