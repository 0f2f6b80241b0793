{{ config(severity='warn') }}

with bars as (
    select * from {{ ref('int_bars_daily') }}
    where ticker = '^VIX'
),

observations as (
    select * from {{ ref('stg_fred__observations') }}
    where series_id = 'VIXCLS'
),

differences as (
    select
        bars.trade_date,
        bars.close as yahoo_close,
        observations.observed_value as fred_close
    from bars
    inner join observations on bars.trade_date = observations.observation_date
    {#- Yahoo's numbers are single precision: a hundredth may come out a little wider. #}
    where abs(bars.close - observations.observed_value) > 0.01 + 1e-4
)

select * from differences
