{{ config(materialized='view') }}

with bars as (
    select * from {{ ref('stg_yahoo__bars') }}
),

tiingo as (
    select * from {{ ref('stg_tiingo__prices') }}
),

splits as (
    select * from {{ ref('int_split_factors') }}
),

factors as (
    select
        bars.*,
        coalesce(splits.factor, 1) as factor
    from bars
    left join splits
        on
            {{ same_response('bars', 'splits') }}
            and {{ during('bars.trade_date', 'splits') }}
),

as_traded as (
    select
        ticker,
        trade_date,
        {{ to_traded('quoted_open', 'factor') }} as open,
        {{ to_traded('quoted_high', 'factor') }} as high,
        {{ to_traded('quoted_low', 'factor') }} as low,
        {{ to_traded('quoted_close', 'factor') }} as close,
        cast(round(quoted_volume / factor) as {{ dbt.type_bigint() }}) as volume,
        cast(null as {{ type_double() }}) as dividend,
        cast(null as {{ type_double() }}) as split_ratio,
        'yahoo' as price_source,
        extracted_at,
        load_id,
        object_key,
        line_number,
        bar_index,
        object_version,
        factor as split_factor
    from factors
),

unioned as (
    select * from as_traded
    where close > 0
    union all
    select
        ticker,
        trade_date,
        open,
        high,
        low,
        close,
        volume,
        dividend,
        split_ratio,
        'tiingo' as price_source,
        extracted_at,
        load_id,
        object_key,
        line_number,
        0 as bar_index,
        object_version,
        1 as split_factor
    from tiingo
    where close > 0
)

select * from unioned
