{%- set fields = ['open', 'high', 'low', 'close', 'volume', 'dividend', 'split_ratio'] -%}
{%- set judged = {'quoted_close': 'split_factor'} -%}

with restated as (
    select * from {{ ref('int_restated_quotes') }}
),

late as (
    select * from {{ ref('int_late_quotes') }}
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
        *,
        new_value / nullif(old_value, 0) - 1 as relative_change
    from unioned
)

select * from restatements
