with surroundings as (
    select
        *,
        100 * extract(month from date_day) + extract(day from date_day) as month_day
    from {{ ref('int_temperature_surroundings') }}
),

normals as (
    select
        *,
        sum(temperature_sum) over earlier_years
        / nullif(sum(temperature_days) over earlier_years, 0) as temperature_normal_c
    from surroundings
    window earlier_years as (
        partition by state_code, month_day
        order by date_day
        rows between unbounded preceding and 1 preceding
    )
),

{# 29 February is compared with what 28 February is, in leap years as well. #}
temperatures as (
    select
        state_code,
        date_day,
        temperature_c,
        case month_day
            when 229 then lag(temperature_normal_c) over (partition by state_code order by date_day)
            else temperature_normal_c
        end as temperature_normal_c
    from normals
),

observed as (
    select * from temperatures
    where temperature_c is not null
)

select * from observed
