{{ config(materialized='view', contract={'enforced': false}) }}

with days as (
    select * from {{ ref('int_group_days') }}
),

years as (
    select * from {{ ref('int_group_horizons') }}
    where horizon = '252d'
),

{# The year's returns follow the day that its index begins with. #}
year_days as (
    select
        days.gics_sector,
        days.gics_sub_industry,
        days.trade_date,
        days.return_index,
        case when days.trade_date > years.begins_on then days.total_return end as total_return
    from days
    inner join years
        on
            days.gics_sector = years.gics_sector
            and days.gics_sub_industry = years.gics_sub_industry
            and days.trade_date >= years.begins_on
),

compared as (
    select
        *,
        return_index / max(return_index) over so_far - 1 as drawdown,
        max(total_return) over whole_year as best_return,
        min(total_return) over whole_year as worst_return
    from year_days
    window
        whole_year as (partition by gics_sub_industry, gics_sector),
        so_far as (
            partition by gics_sub_industry, gics_sector
            order by trade_date
            rows between unbounded preceding and current row
        )
),

measured as (
    select
        gics_sector,
        gics_sub_industry,
        avg(total_return) as mean_return,
        stddev_samp(total_return) as volatility,
        min(drawdown) as max_drawdown,
        max(best_return) as best_return,
        max(case when total_return = best_return then trade_date end) as best_date,
        max(worst_return) as worst_return,
        max(case when total_return = worst_return then trade_date end) as worst_date
    from compared
    group by 1, 2
)

select * from measured
