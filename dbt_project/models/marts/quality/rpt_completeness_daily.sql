{%- set reasons = [
    'not_found', 'before_first_trade', 'failed', 'refused', 'no_bar_in_answer', 'set_aside',
    'not_asked'
] -%}

with sessions as (
    select * from {{ ref('int_asked_sessions') }}
),

membership as (
    select * from {{ ref('int_membership') }}
),

stock_days as (
    select * from {{ ref('fct_stock_daily') }}
    where is_member
),

gaps as (
    select * from {{ ref('int_member_gaps') }}
),

counted as (
    select
        sessions.trade_date,
        count(membership.company_id) as members,
        count(stock_days.company_id) as bars,
        count(gaps.company_id) as gaps,
        {%- for reason in reasons %}
            count(case when gaps.reason = '{{ reason }}' then 1 end) as {{ reason }},
        {%- endfor %}
        count(case when stock_days.is_classified_as_of then 1 end) as classified
    from sessions
    left join membership on {{ during('sessions.trade_date', 'membership') }}
    left join stock_days
        on
            membership.company_id = stock_days.company_id
            and sessions.trade_date = stock_days.trade_date
    left join gaps
        on
            membership.company_id = gaps.company_id
            and sessions.trade_date = gaps.trade_date
    group by 1
),

completeness as (
    select
        *,
        cast(bars as {{ type_double() }}) / nullif(members, 0) as share_complete,
        cast(classified as {{ type_double() }}) / nullif(members, 0) as share_classified
    from counted
)

select * from completeness
