{{ config(materialized='view', contract={'enforced': false}) }}

with bars as (
    select * from {{ ref('stg_yahoo__bars') }}
),

tiingo as (
    select * from {{ ref('stg_tiingo__prices') }}
),

splits as (
    select * from {{ ref('int_split_factors') }}
),

actions as (
    select * from {{ ref('int_actions_told') }}
),

unioned as (
    select
        bars.ticker,
        bars.trade_date,
        {{ to_traded('bars.quoted_open', 'coalesce(splits.factor, 1)') }} as open,
        {{ to_traded('bars.quoted_high', 'coalesce(splits.factor, 1)') }} as high,
        {{ to_traded('bars.quoted_low', 'coalesce(splits.factor, 1)') }} as low,
        {{ to_traded('bars.quoted_close', 'coalesce(splits.factor, 1)') }} as close,
        cast(round(bars.quoted_volume / coalesce(splits.factor, 1)) as {{ dbt.type_bigint() }})
            as volume,
        coalesce(actions.dividend, 0) as dividend,
        coalesce(actions.split_ratio, 1) as split_ratio,
        coalesce(splits.factor, 1) as split_factor,
        'yahoo' as price_source,
        bars.extracted_at,
        bars.load_id,
        bars.line_number,
        bars.bar_index
    from bars
    left join splits
        on
            {{ same_response('bars', 'splits') }}
            and {{ during('bars.trade_date', 'splits') }}
    left join actions
        on
            {{ same_response('bars', 'actions') }}
            and bars.trade_date = actions.action_date
    union all
    select
        tiingo.ticker,
        tiingo.trade_date,
        tiingo.open,
        tiingo.high,
        tiingo.low,
        tiingo.close,
        tiingo.volume,
        case when tiingo.dividend is not null then coalesce(actions.dividend, 0) end as dividend,
        case when tiingo.split_ratio is not null then coalesce(actions.split_ratio, 1) end
            as split_ratio,
        1 as split_factor,
        'tiingo' as price_source,
        tiingo.extracted_at,
        tiingo.load_id,
        tiingo.line_number,
        0 as bar_index
    from tiingo
    left join actions
        on
            {{ same_response('tiingo', 'actions') }}
            and tiingo.trade_date = actions.action_date
)

select * from unioned
where close > 0
