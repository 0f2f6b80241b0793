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

members as (
    select
        sessions.trade_date,
        count(membership.company_id) as members
    from sessions
    left join membership on {{ during('sessions.trade_date', 'membership') }}
    group by 1
),

bars as (
    select
        trade_date,
        count(*) as bars,
        count(case when is_classified_as_of then 1 end) as classified
    from stock_days
    group by 1
),

explained as (
    select
        trade_date,
        {%- for reason in reasons %}
            count(case when reason = '{{ reason }}' then 1 end) as {{ reason }},
        {%- endfor %}
        count(*) as gaps
    from gaps
    group by 1
),

completeness as (
    select
        members.trade_date,
        members.members,
        coalesce(bars.bars, 0) as bars,
        coalesce(explained.gaps, 0) as gaps,
        {%- for reason in reasons %}
            coalesce(explained.{{ reason }}, 0) as {{ reason }},
        {%- endfor %}
        cast(coalesce(bars.bars, 0) as {{ type_double() }})
        / nullif(members.members, 0) as share_complete,
        coalesce(bars.classified, 0) as classified,
        cast(coalesce(bars.classified, 0) as {{ type_double() }})
        / nullif(members.members, 0) as share_classified
    from members
    left join bars on members.trade_date = bars.trade_date
    left join explained on members.trade_date = explained.trade_date
)

select * from completeness
