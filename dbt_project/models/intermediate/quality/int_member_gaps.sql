with answers as (
    select * from {{ ref('int_missing_bar_answers') }}
),

set_aside as (
    select distinct
        subject,
        date_day
    from {{ ref('int_quotes_set_aside') }}
),

gaps as (
    select
        answers.trade_date,
        answers.session_number,
        answers.company_id,
        answers.ticker,
        case
            when answers.status is null then 'not_asked'
            when answers.status in ('not_found', 'failed', 'refused') then answers.status
            when answers.trade_date < answers.first_traded_on then 'before_first_trade'
            when set_aside.subject is not null then 'set_aside'
            else 'no_bar_in_answer'
        end as reason
    from answers
    left join set_aside
        on
            answers.ticker = set_aside.subject
            and answers.trade_date = set_aside.date_day
)

select * from gaps
