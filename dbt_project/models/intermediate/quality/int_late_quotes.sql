{{ config(materialized='view', contract={'enforced': false}) }}

with revisions as (
    select * from {{ ref('int_quote_revisions') }}
    where revision = 1
),

answers as (
    select * from {{ ref('int_price_answers') }}
),

{# What was said of the day first, though the answer before had been asked about it. #}
late as (
    select
        revisions.ticker,
        revisions.trade_date,
        revisions.close,
        revisions.said_at,
        answers.previous_extracted_at
    from revisions
    inner join answers
        on
            revisions.ticker = answers.ticker
            and revisions.said_at = answers.extracted_at
            and revisions.trade_date between answers.previous_start and answers.previous_end
)

select * from late
