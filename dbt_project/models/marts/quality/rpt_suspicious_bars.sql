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
    {%- for findings in ['bar_findings', 'unanswered_dividends', 'dividends_beside_splits'] %}
        select
            trade_date,
            ticker,
            company_id,
            is_member,
            finding,
            found_value
        from {{ findings }}
        {{- " union all" if not loop.last }}
    {%- endfor %}
)

select * from unioned
