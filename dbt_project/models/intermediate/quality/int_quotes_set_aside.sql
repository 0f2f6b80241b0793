{%- set told = {'yahoo': 'stg_yahoo__bars', 'tiingo': 'stg_tiingo__prices'} -%}

with sessions as (
    select * from {{ ref('int_sessions') }}
),

jumps as (
    select * from {{ ref('int_price_jumps') }}
    where is_set_aside
),

answers as (
    select * from {{ ref('int_price_answers') }}
),

unioned as (
    {%- for source, model in told.items() %}
        select
            '{{ source }}' as source,
            ticker,
            trade_date,
            fault,
            object_key,
            line_number,
            extracted_at
        from {{ ref(model) }}
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

judged as (
    select
        unioned.*,
        case
            when unioned.fault is not null then unioned.fault
            when sessions.session_date is null then 'the day is no session'
            when jumps.ticker is not null
                then 'close is more than 5 times, or less than a fifth of, those beside it'
        end as reason
    from unioned
    left join sessions on unioned.trade_date = sessions.session_date
    left join jumps
        on
            unioned.ticker = jumps.ticker
            and unioned.trade_date = jumps.trade_date
),

standing as (
    select
        judged.source,
        judged.ticker as subject,
        judged.trade_date as date_day,
        judged.reason,
        judged.object_key,
        min(judged.line_number) as line_number
    from judged
    where
        judged.reason is not null
        and not {{ is_answered_later('judged', 'trade_date') }}
    group by 1, 2, 3, 4, 5
)

select * from standing
