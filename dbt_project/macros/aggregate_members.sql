{#- The members' day of each group (a sector, an industry), and the group's own return index and volatility. -#}
{% macro aggregate_members(groups) -%}
{%- set group_columns = groups | join(', ') -%}
with members as (
    select
        trade_date,
        session_number,
        {{ group_columns }},
        cast(sum(members) as {{ dbt.type_bigint() }}) as members
    from {{ ref('int_industry_members') }}
    group by trade_date, session_number, {{ group_columns }}
),

{# Aggregated before they are joined: there are far fewer groups than companies. #}
bars as (
    select
        trade_date,
        {{ group_columns }},
        count(close) as bars,
        avg(open) as open,
        avg(high) as high,
        avg(low) as low,
        avg(close) as close,
        cast(sum(volume) as {{ dbt.type_bigint() }}) as volume,
        avg(price_return) as price_return,
        avg(total_return) as total_return,
        avg(price_range) as price_range,
        avg(price_change_pct) as price_change_pct
    from {{ ref('fct_stock_daily') }}
    where is_member
    group by trade_date, {{ group_columns }}
),

group_days as (
    select
        members.*,
        members.members - coalesce(bars.bars, 0) as members_without_bar,
        bars.open,
        bars.high,
        bars.low,
        bars.close,
        bars.volume,
        bars.price_return,
        bars.total_return,
        bars.price_range,
        bars.price_change_pct
    from members
    left join bars
        on
            members.trade_date = bars.trade_date
            {%- for column in groups %}
            and members.{{ column }} = bars.{{ column }}
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
