{#- The days of each group (a sector, an industry) as seen from the last session. `age` counts sessions back from it; a
    horizon begins on the newest day that is at least so old: the one whose next day is younger. -#}
{% macro look_back(days, groups) -%}
{%- set group_columns = groups | join(', ') -%}
with days as (
    select * from {{ days }}
),

dates as (
    select * from {{ ref('dim_date') }}
),

last_session as (
    select * from dates
    where date_day = (select max(days.trade_date) as trade_date from days)
),

aged as (
    select
        days.*,
        last_session.session_number - dates.session_number as age,
        dates.year = last_session.year as is_this_year
    from days
    inner join dates on days.trade_date = dates.date_day
    cross join last_session
),

{# What needs a year of sessions stays null where there is none. #}
followed as (
    select
        *,
        lead(age) over by_day as newer_age,
        is_this_year != lead(is_this_year) over by_day as is_before_this_year,
        case
            when age <= 252 and max(age) over (partition by {{ group_columns }}) >= 252 then return_index
        end as index_252d,
        case
            when age < 252 and max(age) over (partition by {{ group_columns }}) >= 252 then total_return
        end as return_252d
    from aged
    window by_day as (partition by {{ group_columns }} order by trade_date)
),

compared as (
    select
        *,
        index_252d / max(index_252d) over (
            partition by {{ group_columns }}
            order by trade_date
            rows between unbounded preceding and current row
        ) - 1 as drawdown_252d,
        max(return_252d) over (partition by {{ group_columns }}) as best_return_252d,
        min(return_252d) over (partition by {{ group_columns }}) as worst_return_252d
    from followed
)

select * from compared
{%- endmacro %}
