{%- set told = {
    'fred': ('stg_fred__observations', 'series_id', 'observation_date'),
    'gdelt': ('stg_gdelt__article_counts', 'query', 'article_date'),
    'wikimedia': ('stg_wikimedia__pageviews', 'article', 'view_date'),
    'open_meteo': ('stg_open_meteo__daily_weather', 'location', 'observation_date'),
    'google_trends': ('stg_google_trends__interest', 'file_name', 'period_start'),
} -%}

with dividends as (
    {{ newest_rows(ref('stg_yahoo__dividends'), ['ticker', 'ex_date']) }}
),

answers as (
    select * from {{ ref('int_price_answers') }}
),

unioned as (
    {%- for source, (model, subject, day) in told.items() %}
        select
            '{{ source }}' as source,
            {{ subject }} as subject,
            {{ day }} as date_day,
            fault as reason,
            object_key,
            line_number
        from {{ ref(model) }}
        where fault is not null
        union all
    {%- endfor %}
    select
        'yahoo' as source,
        ticker as subject,
        ex_date as date_day,
        fault as reason,
        object_key,
        line_number
    from dividends
    where
        fault is not null
        and not {{ is_answered_later('dividends', 'ex_date') }}
)

select * from unioned
