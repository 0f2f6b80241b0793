with series as (
    select distinct
        kind,
        series,
        gics_sector,
        series_number,
        is_target
    from {{ ref('int_signal_series') }}
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

pairs as (
    select
        cast(
            row_number() over (
                order by firsts.series_number, seconds.series_number, lags.lag_sessions
            ) as {{ dbt.type_bigint() }}
        ) as pair_number,
        questions.question,
        firsts.kind,
        firsts.series as target,
        firsts.gics_sector,
        seconds.series as indicator,
        lags.lag_sessions,
        firsts.series_number as target_number,
        seconds.series_number as indicator_number
    from series as firsts
    inner join series as seconds
        on
            firsts.kind = seconds.kind
            and firsts.series_number < seconds.series_number
    left join questions
        on
            firsts.is_target
            and seconds.series = questions.indicator
    inner join lags on questions.question is not null or lags.lag_sessions = 0
)

select * from pairs
