with gaps as (
    select * from {{ ref('int_member_gaps') }}
),

{# Sessions that follow each other have the same difference between their number and their place. #}
numbered as (
    select
        *,
        session_number - row_number() over (
            partition by company_id, reason, ticker
            order by session_number
        ) as stretch
    from gaps
),

stretches as (
    select
        company_id,
        ticker,
        reason,
        min(trade_date) as first_session,
        max(trade_date) as last_session,
        count(*) as sessions
    from numbered
    group by company_id, ticker, reason, stretch
)

select * from stretches
