with observations as (
    select * from {{ ref('stg_open_meteo__daily_weather') }}
    where
        temperature_max_c is not null
        and temperature_min_c is not null
),

states as (
    select * from {{ ref('us_states') }}
),

calendar_days as (
    select
        date_day,
        {{ month_and_day('date_day') }} as month_day
    from {{ ref('int_calendar_days') }}
),

middles as (
    select
        states.state_code,
        observations.observation_date,
        (observations.temperature_max_c + observations.temperature_min_c) / 2 as temperature_c
    from observations
    inner join states on observations.location = states.state_code
),

{# And the days around, whose surroundings know something. #}
observed_states as (
    select
        state_code,
        cast({{ dbt.dateadd('day', -7, 'min(observation_date)') }} as date) as first_day,
        cast({{ dbt.dateadd('day', 7, 'max(observation_date)') }} as date) as last_day
    from middles
    group by 1
),

{# Around every calendar day, observed or not: a window across New Year counts what is known.
   Planners estimate a join on one unique text well, and one on two columns badly. #}
surroundings as (
    select
        observed_states.state_code,
        calendar_days.*,
        middles.temperature_c,
        sum(middles.temperature_c) over fifteen_days as temperature_sum,
        count(middles.temperature_c) over fifteen_days as temperature_days
    from observed_states
    inner join calendar_days
        on calendar_days.date_day between observed_states.first_day and observed_states.last_day
    left join middles
        on
            observed_states.state_code || cast(calendar_days.date_day as {{ dbt.type_string() }})
            = middles.state_code || cast(middles.observation_date as {{ dbt.type_string() }})
    window fifteen_days as (
        partition by observed_states.state_code
        order by calendar_days.date_day
        rows between 7 preceding and 7 following
    )
),

normals as (
    select
        state_code,
        date_day,
        month_day,
        temperature_c,
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
