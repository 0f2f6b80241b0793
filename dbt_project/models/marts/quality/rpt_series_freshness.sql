{%- set series = ['index_close'] + var('indicators') | map(attribute='series') | list -%}

with timeline as (
    select * from {{ ref('rpt_market_timeline') }}
),

sessions as (
    {%- for name in series %}
        select
            '{{ name }}' as series,
            trade_date,
            case when {{ name }} is not null then trade_date end as known_on
        from timeline
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

followed as (
    select
        *,
        max(known_on) over (partition by series) as newest_value_on
    from sessions
),

freshness as (
    select
        series,
        newest_value_on,
        max(trade_date) as last_session,
        count(case when coalesce(trade_date > newest_value_on, true) then 1 end) as sessions_silent
    from followed
    group by 1, 2
),

judged as (
    select
        *,
        sessions_silent > {{ var('silent_after_sessions') }} as is_silent
    from freshness
)

select * from judged
