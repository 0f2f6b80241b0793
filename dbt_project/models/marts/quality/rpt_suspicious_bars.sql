with bar_findings as (
    select * from {{ ref('int_bar_findings') }}
),

unanswered_dividends as (
    select * from {{ ref('int_unanswered_dividends') }}
),

dividends_beside_splits as (
    select * from {{ ref('int_dividends_beside_splits') }}
),

unioned as (
    select * from bar_findings
    union all
    select * from unanswered_dividends
    union all
    select * from dividends_beside_splits
)

select * from unioned
