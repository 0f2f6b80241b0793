{{ config(materialized='view', contract={'enforced': false}) }}

with members as (
    select * from {{ ref('fct_stock_daily') }}
    where is_member
),

{# What is a tenth to the last digit is no more than a tenth. #}
marked as (
    select
        *,
        case
            when split_ratio = 1 and dividend > 0.1000000001 * close / (1 + price_return) then 1
            else 0
        end as spin_off
    from members
),

means as (
    select
        gics_sector,
        coalesce(gics_sub_industry, 'All') as gics_sub_industry,
        trade_date,
        count(*) as members_with_bar,
        count(case when is_classified_as_of then 1 end) as members_classified,
        avg(open) as open,
        avg(high) as high,
        avg(low) as low,
        avg(close) as close,
        cast(sum(volume) as {{ dbt.type_bigint() }}) as volume,
        case when max(spin_off) = 0 then avg(price_return) end as price_return,
        cast(sum(spin_off) as {{ dbt.type_bigint() }}) as members_with_spin_off,
        avg(total_return) as total_return,
        avg(price_range) as price_range,
        avg(price_change_pct) as price_change_pct
    from marked
    group by trade_date, gics_sector, rollup (gics_sub_industry)
)

select * from means
