with changes as (
    select * from {{ ref('stg_wikipedia__changes') }}
),

tickers as (
    select * from {{ ref('int_company_tickers') }}
),

{# Who is removed had the ticker on the day before. #}
unioned as (
    {%- for event, days in {'added': 0, 'removed': -1}.items() %}
        select
            {{ event }}_ticker as ticker,
            '{{ event }}' as event,
            effective_on,
            cast({{ dbt.dateadd('day', days, 'effective_on') }} as date) as used_on
        from changes
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

{# The page may be early with a ticker: then the next company to have it is meant. #}
named as (
    select
        unioned.*,
        tickers.company_id,
        row_number() over (
            partition by unioned.ticker, unioned.event, unioned.effective_on
            order by tickers.valid_from
        ) as name_number
    from unioned
    inner join tickers
        on
            unioned.ticker = tickers.ticker
            and (unioned.used_on < tickers.valid_to or tickers.valid_to is null)
    where unioned.effective_on is not null
),

page_changes as (
    select
        company_id,
        ticker,
        event,
        effective_on
    from named
    where name_number = 1
)

select * from page_changes
