{{ config(materialized='incremental', unique_key='segment', incremental_strategy='delete+insert') }}
{%- set couples = {
    'pair': ('target_value', 'indicator_value'),
    'target': ('target_value', 'target_before'),
    'indicator': ('indicator_value', 'indicator_before'),
} -%}

with pair_days as (
    select * from {{ ref('int_signal_pair_days') }}
),

revisions as (
    select * from {{ ref('int_signal_revisions') }}
),

newest_revision as (
    select max(load_id) as load_id from revisions
),

halves as (
    {{ rows_of('is_second', [0, 1]) }}
),

{# A session matters to the windows that end in its own block and in the next one. #}
touched as (
    select distinct {{ block_of('revisions', rolling_windows()) }} + 1 - halves.is_second as segment
    from revisions cross join halves
    where {{ is_new_load('revisions') }}
),

{# Blocks are as long as the longest window: what ends in the second lies in the segment whole. #}
segment_days as (
    select
        pair_days.*,
        touched.segment,
        pair_days.block = touched.segment as is_second
    from pair_days
    inner join touched on pair_days.block between touched.segment - 1 and touched.segment
),

{# About the segment's means: sums stay small, and nothing depends on how long history is. #}
centred as (
    select
        pair_number,
        kind,
        trade_date,
        session_number,
        segment,
        is_second,
        target_value - avg(target_value) over segments as target_value,
        target_before - avg(target_value) over segments as target_before,
        indicator_value - avg(indicator_value) over segments as indicator_value,
        indicator_before - avg(indicator_value) over segments as indicator_before
    from segment_days
    window segments as (partition by pair_number, segment)
),

running as (
    select
        {{ running_moments(couples, 'so_far') }}
        pair_number,
        kind,
        trade_date,
        session_number,
        segment,
        is_second
    from centred
    window so_far as (
        partition by pair_number, segment order by session_number
        rows between unbounded preceding and current row
    )
),

windows as (
    {{ moments_of_windows('running', rolling_windows(), couples) }}
),

measured as (
    select
        pair_number,
        kind,
        window_sessions,
        trade_date,
        segment,
        cast(pair_n as {{ dbt.type_bigint() }}) as n,
        {{ pearson_of_moments('pair') }} as r,
        {{ pearson_of_moments('target') }} as target_autocorrelation,
        {{ pearson_of_moments('indicator') }} as indicator_autocorrelation
    from windows
    where is_second
),

final as (
    select
        measured.*,
        newest_revision.load_id
    from measured cross join newest_revision
)

select * from final
