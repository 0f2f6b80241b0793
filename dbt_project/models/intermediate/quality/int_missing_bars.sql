with sessions as (
    select * from {{ ref('int_asked_sessions') }}
),

membership as (
    select * from {{ ref('int_membership') }}
),

bars as (
    select * from {{ ref('int_bars_daily') }}
    where close is not null
),

series as (
    select * from {{ ref('int_company_series') }}
),

company_bars as (
    select
        series.company_id,
        bars.trade_date
    from bars
    inner join series
        on
            bars.ticker = series.ticker
            and {{ during('bars.trade_date', 'series') }}
),

missing as (
    select
        sessions.trade_date,
        sessions.session_number,
        membership.company_id
    from sessions
    inner join membership on {{ during('sessions.trade_date', 'membership') }}
    left join company_bars
        on
            membership.company_id = company_bars.company_id
            and sessions.trade_date = company_bars.trade_date
    where company_bars.company_id is null
)

select * from missing
