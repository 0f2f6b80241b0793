with measures as (
    select * from {{ ref('int_signal_measures') }}
),

followed as (
    select
        *,
        lag(session_level) over (partition by series order by session_number) as level_before
    from measures
),

kinds as (
    select
        *,
        'level' as kind,
        session_level as value
    from followed
    union all
    select
        *,
        'change' as kind,
        case when is_return then session_return else session_level - level_before end as value
    from followed
),

numbered as (
    select
        *,
        dense_rank() over (
            order by case when is_target then 1 else 2 end, kind, series
        ) as series_number,
        lag(value) over (partition by kind, series order by session_number) as previous_value
    from kinds
),

{# Planners estimate a join on one unique column well, and one on two columns badly. #}
series as (
    select
        kind,
        series,
        gics_sector,
        series_number,
        is_target,
        trade_date,
        session_number,
        100000 * series_number + session_number as series_session,
        value,
        previous_value
    from numbered
)

select * from series
