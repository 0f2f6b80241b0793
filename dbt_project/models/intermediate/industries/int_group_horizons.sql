{{ config(materialized='view', contract={'enforced': false}) }}

with horizons as (
    select * from {{ ref('int_horizons') }}
),

{# A horizon begins on the group's newest day that is at least so old. #}
begun as (
    select * from {{ ref('int_group_days') }}
),

ended as (
    select * from {{ ref('int_group_days') }}
),

returns as (
    select
        ended.group_kind,
        ended.gics_sector,
        ended.gics_sub_industry,
        horizons.horizon,
        horizons.begins_on,
        case
            when ended.sessions > begun.sessions
                then ended.return_index / begun.return_index - 1
        end as total_return,
        cast(ended.volume_so_far - coalesce(begun.volume_so_far, 0) as {{ type_double() }})
        / nullif(ended.volumes - begun.volumes, 0) as mean_volume
    from horizons
    inner join begun
        on
            horizons.begins_on >= begun.trade_date
            and horizons.begins_on < begun.next_date
    inner join ended
        on
            horizons.ends_on = ended.trade_date
            and begun.gics_sector = ended.gics_sector
            and begun.gics_sub_industry = ended.gics_sub_industry
),

ranked as (
    select
        *,
        case
            when gics_sector != 'Unclassified' and total_return is not null
                then
                    cast(
                        rank() over (
                            partition by group_kind, horizon, gics_sector = 'Unclassified'
                            order by total_return desc nulls last
                        ) as {{ dbt.type_bigint() }}
                    )
        end as place
    from returns
)

select * from ranked
