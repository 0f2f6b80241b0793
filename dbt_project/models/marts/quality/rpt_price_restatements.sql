{%- set fields = ['open', 'high', 'low', 'close', 'volume', 'dividend', 'split_ratio'] -%}
{%- set judged = {'quoted_close': 'split_factor'} -%}

with revisions as (
    select
        *,
        close / split_factor as quoted_close
    from {{ ref('int_quote_revisions') }}
    where revision > 1
),

earlier_revisions as (
    select
        *,
        close / split_factor as quoted_close,
        revision + 1 as next_revision
    from {{ ref('int_quote_revisions') }}
),

answers as (
    select * from {{ ref('int_price_answers') }}
),

restated as (
    select
        revisions.ticker,
        revisions.trade_date,
        {%- for field in fields + ['quoted_close', 'split_factor', 'price_source'] %}
            revisions.{{ field }},
            earlier_revisions.{{ field }} as {{ field }}_before,
        {%- endfor %}
        revisions.said_at as restated_at,
        earlier_revisions.last_said_at as previous_extracted_at
    from revisions
    inner join earlier_revisions
        on
            revisions.ticker = earlier_revisions.ticker
            and revisions.trade_date = earlier_revisions.trade_date
            and revisions.revision = earlier_revisions.next_revision
),

{# What was said of the day first, though the answer before had been asked about it. #}
late as (
    select
        first_revisions.*,
        answers.previous_extracted_at
    from {{ ref('int_quote_revisions') }} as first_revisions
    inner join answers
        on
            first_revisions.ticker = answers.ticker
            and first_revisions.said_at = answers.extracted_at
            and first_revisions.trade_date between answers.previous_start and answers.previous_end
    where first_revisions.revision = 1
),

unioned as (
    {%- for field in fields + ['quoted_close'] %}
        select
            ticker,
            trade_date,
            case '{{ field }}' when 'quoted_close' then 'split' else 'correction' end as kind,
            '{{ field }}' as field,
            cast({{ field }}_before as {{ type_double() }}) as old_value,
            cast({{ field }} as {{ type_double() }}) as new_value,
            restated_at,
            previous_extracted_at
        from restated
        where
            {{ differs(judged.get(field, field), judged.get(field, field) ~ '_before') }}
            and ('{{ field }}' != 'quoted_close' or price_source = price_source_before)
        union all
    {%- endfor %}
    select
        ticker,
        trade_date,
        'late' as kind,
        'close' as field,
        cast(null as {{ type_double() }}) as old_value,
        close as new_value,
        said_at as restated_at,
        previous_extracted_at
    from late
),

restatements as (
    select
        ticker,
        trade_date,
        kind,
        field,
        old_value,
        new_value,
        new_value / nullif(old_value, 0) - 1 as relative_change,
        restated_at,
        previous_extracted_at
    from unioned
)

select * from restatements
