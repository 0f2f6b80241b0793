with dividends as (
    select * from {{ ref('stg_yahoo__dividends') }}
),

splits as (
    select * from {{ ref('stg_yahoo__splits') }}
),

tiingo as (
    select * from {{ ref('stg_tiingo__prices') }}
    where dividend > 0 or split_ratio != 1
),

later_splits as (
    select * from {{ ref('int_split_factors') }}
),

session_days as (
    select * from {{ ref('int_session_days') }}
),

told as (
    {%- for provider, actions, day, amount, ratio in [
        ('yahoo', 'dividends', 'ex_date', 'quoted_amount', 'null'),
        ('yahoo', 'splits', 'split_date', 'null', 'split_ratio'),
        ('tiingo', 'tiingo', 'trade_date', 'dividend', 'nullif(split_ratio, 1)'),
    ] %}
        select
            '{{ provider }}' as price_source,
            object_key,
            object_version,
            line_number,
            extracted_at,
            ticker,
            {{ day }} as told_on,
            cast({{ amount }} as {{ type_double() }}) as quoted_amount,
            cast({{ ratio }} as {{ type_double() }}) as split_ratio
        from {{ actions }}
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

days as (
    select
        told.price_source,
        told.object_key,
        told.object_version,
        told.line_number,
        told.extracted_at,
        told.ticker,
        told.told_on,
        coalesce(session_days.session_date, told.told_on) as action_date,
        sum(told.quoted_amount) as quoted_amount,
        {{ product('told.split_ratio') }} as split_ratio
    from told
    left join session_days on {{ counts_on('told.told_on', 'session_days') }}
    group by 1, 2, 3, 4, 5, 6, 7, 8
),

actions as (
    select
        days.price_source,
        days.object_key,
        days.object_version,
        days.line_number,
        days.extracted_at,
        days.ticker,
        days.told_on,
        days.action_date,
        {{ to_traded('days.quoted_amount', 'coalesce(later_splits.factor, 1)') }} as dividend,
        days.split_ratio
    from days
    left join later_splits
        on
            {{ same_response('days', 'later_splits') }}
            and {{ during('days.action_date', 'later_splits') }}
)

select * from actions
