-- When the company was a member, as unbroken stretches of sessions: those with a bar, and those with a gap.
with member_sessions as (
    select day.date_day as trade_date, day.session_number
    from marts.fct_stock_daily as stock
    inner join marts.dim_date as day on stock.trade_date = day.date_day
    where stock.company_id = %(company)s and stock.is_member
    union
    select day.date_day as trade_date, day.session_number
    from marts.rpt_member_gaps as gap
    inner join marts.dim_date as day on day.date_day between gap.first_session and gap.last_session
    where gap.company_id = %(company)s and day.is_session
),

numbered as (
    select trade_date, session_number - row_number() over (order by trade_date) as stretch
    from member_sessions
)

select
    min(trade_date) as first_session,
    max(trade_date) as last_session,
    count(*) as sessions,
    min(trade_date) = (select min(market.trade_date) from marts.fct_market_daily as market) as is_from_the_start,
    max(trade_date) = (select max(market.trade_date) from marts.fct_market_daily as market) as is_to_the_end
from numbered
group by stretch
order by first_session
