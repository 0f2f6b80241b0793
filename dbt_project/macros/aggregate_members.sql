{#- The members' day of each group (a sector, an industry), and the group's own return index and volatility. -#}
{% macro aggregate_members(groups) -%}
{%- set group_columns = groups | join(', ') -%}
with member_days as (
    select * from {{ ref('int_member_days') }}
),

stock_days as (
    select * from {{ ref('fct_stock_daily') }}
),

group_days as (
    select
        member_days.trade_date,
        member_days.session_number,
        {%- for column in groups %}
        member_days.{{ column }},
        {%- endfor %}
        count(*) as members,
        count(*) - count(stock_days.close) as members_without_bar,
        avg(stock_days.open) as open,
        avg(stock_days.high) as high,
        avg(stock_days.low) as low,
        avg(stock_days.close) as close,
        cast(sum(stock_days.volume) as {{ dbt.type_bigint() }}) as volume,
        avg(stock_days.price_return) as price_return,
        avg(stock_days.total_return) as total_return,
        avg(stock_days.price_range) as price_range,
        avg(stock_days.price_change_pct) as price_change_pct
    from member_days
    left join stock_days
        on
            member_days.company_id = stock_days.company_id
            and member_days.trade_date = stock_days.trade_date
    group by
        member_days.trade_date,
        member_days.session_number
        {%- for column in groups %},
        member_days.{{ column }}
        {%- endfor %}
),

measured as (
    select
        trade_date,
        {{ group_columns }},
        members,
        members_without_bar,
        open,
        high,
        low,
        close,
        volume,
        price_return,
        total_return,
        100 * exp(
            sum(ln(1 + coalesce(total_return, 0))) over (
                partition by {{ group_columns }}
                order by session_number
                rows between unbounded preceding and current row
            )
        ) as return_index,
        case
            when
                count(total_return) over seven_sessions = 7
                and session_number - min(session_number) over seven_sessions = 6
                then stddev_samp(total_return) over seven_sessions
        end as volatility_7d,
        price_range,
        price_change_pct
    from group_days
    window seven_sessions as (
        partition by {{ group_columns }}
        order by session_number
        rows between 6 preceding and current row
    )
)

select * from measured
{%- endmacro %}
