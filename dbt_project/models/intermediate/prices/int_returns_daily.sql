{{ config(
    materialized='incremental',
    unique_key=['ticker', 'trade_date'],
    incremental_strategy='delete+insert',
    on_schema_change='fail',
    indexes=[{'columns': ['load_id']}],
) }}

with sessions as (
    select * from {{ ref('int_sessions') }}
),

{% if is_incremental() %}
    {# A bar matters to its own and the next session's return, and to volatility six sessions on. #}
    touched as (
        select
            ticker,
            min(trade_date) as first_day
        from {{ ref('int_bars_daily') }}
        where {{ is_new_load() }}
        group by 1
    ),
{% endif %}

{# Seven sessions are never a month. #}
bars as (
    select
        bars.*,
        {% if is_incremental() %}bars.trade_date >= touched.first_day{% else %}true{% endif %}
            as is_touched
    from {{ ref('int_bars_daily') }} as bars
    {% if is_incremental() %}
        inner join touched
            on
                bars.ticker = touched.ticker
                and bars.trade_date >= {{ dbt.dateadd('day', -31, 'touched.first_day') }}
    {% endif %}
),

followed as (
    select
        bars.*,
        {# Across a step that lasts nobody knows what was earned. #}
        case
            when
                lag(bars.trade_date) over in_order = sessions.previous_session
                and bars.split_ratio * bars.close / lag(bars.close) over in_order between 0.2 and 5
                then lag(bars.close) over in_order
        end as previous_close
    from bars
    inner join sessions on bars.trade_date = sessions.session_date
    window in_order as (partition by bars.ticker order by bars.trade_date)
),

returns as (
    select
        *,
        split_ratio * close / previous_close - 1 as price_return,
        case
            when ticker not like '^%' and split_ratio * (close + dividend) <= 5 * previous_close
                then split_ratio * (close + dividend) / previous_close - 1
        end as total_return
    from followed
),

measured as (
    select
        *,
        case
            when count(total_return) over seven_sessions = 7
                then stddev_samp(total_return) over seven_sessions
        end as volatility_7d
    from returns
    window seven_sessions as (
        partition by ticker order by trade_date rows between 6 preceding and current row
    )
)

select {{ promised_columns() }} from measured
where is_touched
