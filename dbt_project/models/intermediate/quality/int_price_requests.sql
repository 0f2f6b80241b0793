{#- An answer that is kept beside a later failure is landed, and loaded, once more. -#}
with outcomes as (
    select distinct
        subject,
        window_start,
        window_end,
        status,
        extracted_at
    from {{ ref('stg_extraction__outcomes') }}
    where
        source_name in ('yahoo', 'tiingo')
        and subject not like '^%'
),

first_trades as (
    select
        ticker,
        max(first_traded_on) as first_traded_on
    from {{ ref('stg_yahoo__charts') }}
    group by 1
),

first_bars as (
    select
        ticker,
        min(trade_date) as first_bar_on
    from {{ ref('int_bars_daily') }}
    group by 1
),

{# What failed is no answer: it counts only where none has come. #}
classified as (
    select
        *,
        status != 'failed' as is_answer,
        min(window_start) over (partition by subject, status = 'failed') as first_day
    from outcomes
),

{# Dead tickers are asked for whole every day: only what later answers leave open counts. #}
followed as (
    select
        *,
        max(case when window_start = first_day then window_end end) over (
            partition by subject, is_answer
            order by extracted_at desc, window_end desc
            rows between unbounded preceding and 1 preceding
        ) as answered_until
    from classified
),

requests as (
    select
        followed.subject as ticker,
        followed.window_start,
        followed.window_end,
        followed.status,
        followed.is_answer,
        coalesce(first_trades.first_traded_on, first_bars.first_bar_on) as first_traded_on,
        followed.extracted_at
    from followed
    left join first_trades on followed.subject = first_trades.ticker
    left join first_bars on followed.subject = first_bars.ticker
    where
        followed.answered_until is null
        or followed.answered_until < followed.window_end
)

select * from requests
