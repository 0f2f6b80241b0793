with missing_bars as (
    select * from {{ ref('int_missing_bars') }}
),

requests as (
    select * from {{ ref('int_price_requests') }}
),

names as (
    select
        company_id,
        ticker,
        max(valid_from) as named_on
    from {{ ref('int_company_tickers') }}
    group by 1, 2
),

{# Of each of the company's names the newest answer about the day. #}
answered as (
    select
        missing_bars.trade_date,
        missing_bars.company_id,
        names.ticker,
        names.named_on,
        requests.status,
        requests.first_traded_on,
        row_number() over (
            partition by missing_bars.company_id, missing_bars.trade_date, names.ticker
            order by requests.is_answer desc, requests.extracted_at desc
        ) as recency
    from missing_bars
    inner join names on missing_bars.company_id = names.company_id
    inner join requests
        on
            names.ticker = requests.ticker
            and missing_bars.trade_date between requests.window_start and requests.window_end
),

{# The newest name's, but one that the provider does not know says nothing beside one it knows. #}
ranked as (
    select
        *,
        row_number() over (
            partition by company_id, trade_date
            order by case when status = 'not_found' then 1 else 0 end, named_on desc
        ) as name_rank
    from answered
    where recency = 1
),

answers as (
    select
        missing_bars.trade_date,
        missing_bars.session_number,
        missing_bars.company_id,
        ranked.ticker,
        ranked.status,
        ranked.first_traded_on
    from missing_bars
    left join ranked
        on
            missing_bars.company_id = ranked.company_id
            and missing_bars.trade_date = ranked.trade_date
            and ranked.name_rank = 1
)

select * from answers
