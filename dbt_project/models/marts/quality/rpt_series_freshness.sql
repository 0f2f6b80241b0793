{%- set series = ['index_close'] + var('indicators') | map(attribute='series') | list -%}

with timeline as (
    select * from {{ ref('rpt_market_timeline') }}
),

sessions as (
    {%- for name in series %}
        select
            '{{ name }}' as series,
            trade_date,
            {{ name }} is not null as is_known
        from timeline
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

newest as (
    select
        series,
        max(case when is_known then trade_date end) as newest_value_on
    from sessions
    group by 1
),

freshness as (
    select
        newest.series,
        newest.newest_value_on,
        max(sessions.trade_date) as last_session,
        count(
            case
                when newest.newest_value_on is null or sessions.trade_date > newest.newest_value_on
                    then 1
            end
        ) as sessions_silent
    from newest
    inner join sessions on newest.series = sessions.series
    group by 1, 2
),

judged as (
    select
        *,
        sessions_silent > {{ var('silent_after_sessions') }} as is_silent
    from freshness
)

select * from judged
