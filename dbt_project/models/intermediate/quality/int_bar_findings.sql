{{ config(materialized='view', contract={'enforced': false}) }}

{#- What to look at: name, condition, and the number that met it. -#}
{%- set findings = [
    (
        'lasting_step',
        'split_ratio * close not between close_before / 5 and 5 * close_before',
        'split_ratio * close / close_before',
    ),
    ('large_return', 'abs(total_return) > 0.25', 'total_return'),
    ('large_dividend', 'dividend > 0.2 * close_before', 'dividend / close_before'),
    ('no_volume', 'volume = 0', 'volume'),
    ('unknown_volume', 'volume is null', 'volume'),
    (
        'volume_spike',
        'volume > 20 * usual_volume and sessions_before >= 20',
        'volume / nullif(usual_volume, 0)',
    ),
    ('open_outside_range', 'open > high + 0.0001 or open < low - 0.0001', 'open'),
    ('close_outside_range', 'close > high + 0.0001 or close < low - 0.0001', 'close'),
    ('incomplete_prices', 'open is null or high is null or low is null', 'close'),
    ('flat_for_five_sessions', 'sessions_flat = 5 and highest - lowest < 0.0001', 'close'),
] -%}

with stock_days as (
    select
        trade_date,
        ticker,
        company_id,
        is_member,
        open,
        high,
        low,
        close,
        volume,
        dividend,
        split_ratio,
        total_return
    from {{ ref('fct_stock_daily') }}
),

measured as (
    select
        *,
        lag(close) over in_order as close_before,
        avg(volume) over quarter_before as usual_volume,
        count(volume) over quarter_before as sessions_before,
        count(high) over five_sessions as sessions_flat,
        max(high) over five_sessions as highest,
        min(low) over five_sessions as lowest
    from stock_days
    window
        in_order as (partition by company_id order by trade_date),
        quarter_before as (
            partition by company_id
            order by trade_date
            rows between 63 preceding and 1 preceding
        ),
        five_sessions as (
            partition by company_id
            order by trade_date
            rows between 4 preceding and current row
        )
),

suspicious as (
    select * from measured
    where
        false
        {%- for name, condition, value in findings %}
            or ({{ condition }})
        {%- endfor %}
),

found as (
    {%- for name, condition, value in findings %}
        select
            trade_date,
            ticker,
            company_id,
            is_member,
            '{{ name }}' as finding,
            cast({{ value }} as {{ type_double() }}) as found_value
        from suspicious
        where {{ condition }}
        {{- " union all" if not loop.last }}
    {%- endfor %}
)

select * from found
