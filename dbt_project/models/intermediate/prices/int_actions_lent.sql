with off_session as (
    select * from {{ ref('int_actions_dated') }}
    where told_on < action_date
),

charts as (
    select * from {{ ref('stg_yahoo__charts') }}
),

tiingo as (
    select * from {{ ref('stg_tiingo__prices') }}
),

days as (
    select distinct
        ticker,
        told_on,
        action_date
    from off_session
),

answers as (
    {%- for provider, told, last_day in [
        ('yahoo', 'charts', 'asked_on'), ('tiingo', 'tiingo', 'window_end')
    ] %}
        select distinct
            '{{ provider }}' as price_source,
            object_key,
            object_version,
            line_number,
            ticker,
            window_start,
            {{ last_day }} as last_day,
            extracted_at
        from {{ told }}
        where ticker in (select days.ticker from days)
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

{# A Sunday's action counts on an answer's first day: who was asked about the Sunday last? #}
asked_before as (
    select
        answers.object_key,
        answers.object_version,
        answers.line_number,
        days.told_on,
        earlier.object_key as earlier_key,
        earlier.object_version as earlier_version,
        earlier.line_number as earlier_line,
        row_number() over (
            partition by
                answers.object_key, answers.object_version, answers.line_number, days.told_on
            order by earlier.extracted_at desc, earlier.object_key desc, earlier.line_number desc
        ) as recency
    from days
    inner join answers
        on
            days.ticker = answers.ticker
            and days.told_on < answers.window_start
            and days.action_date >= answers.window_start
    inner join answers as earlier
        on
            answers.price_source = earlier.price_source
            and answers.ticker = earlier.ticker
            and days.told_on between earlier.window_start and earlier.last_day
            and answers.extracted_at >= earlier.extracted_at
),

lent as (
    select
        asked_before.object_key,
        asked_before.object_version,
        asked_before.line_number,
        off_session.ticker,
        off_session.told_on,
        off_session.action_date,
        off_session.dividend,
        off_session.split_ratio
    from asked_before
    inner join off_session
        on
            asked_before.earlier_key = off_session.object_key
            and asked_before.earlier_version = off_session.object_version
            and asked_before.earlier_line = off_session.line_number
            and asked_before.told_on = off_session.told_on
    where asked_before.recency = 1
)

select * from lent
