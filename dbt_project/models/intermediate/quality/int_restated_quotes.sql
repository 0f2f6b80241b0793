{{ config(materialized='view', contract={'enforced': false}) }}

with revisions as (
    select
        *,
        close / split_factor as quoted_close
    from {{ ref('int_quote_revisions') }}
    where revision > 1
),

earlier as (
    select
        *,
        close / split_factor as quoted_close
    from {{ ref('int_quote_revisions') }}
),

restated as (
    select
        revisions.ticker,
        revisions.trade_date,
        revisions.open,
        earlier.open as open_before,
        revisions.high,
        earlier.high as high_before,
        revisions.low,
        earlier.low as low_before,
        revisions.close,
        earlier.close as close_before,
        revisions.volume,
        earlier.volume as volume_before,
        revisions.dividend,
        earlier.dividend as dividend_before,
        revisions.split_ratio,
        earlier.split_ratio as split_ratio_before,
        revisions.quoted_close,
        earlier.quoted_close as quoted_close_before,
        revisions.split_factor,
        earlier.split_factor as split_factor_before,
        revisions.price_source,
        earlier.price_source as price_source_before,
        revisions.said_at as restated_at,
        earlier.last_said_at as previous_extracted_at
    from revisions
    inner join earlier
        on
            revisions.ticker = earlier.ticker
            and revisions.trade_date = earlier.trade_date
            and revisions.revision - 1 = earlier.revision
)

select * from restated
