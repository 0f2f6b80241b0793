with series as (
    select * from {{ ref('int_signal_series') }}
),

signals as (
    select
        kind,
        series,
        trade_date,
        value
    from series
)

select * from signals
