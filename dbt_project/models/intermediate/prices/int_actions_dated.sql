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
    {%- for actions, day, amount, ratio in [
        ('dividends', 'ex_date', 'quoted_amount', 'null'),
        ('splits', 'split_date', 'null', 'split_ratio'),
        ('tiingo', 'trade_date', 'dividend', 'nullif(split_ratio, 1)'),
    ] %}
        select
            object_key,
            object_version,
            line_number,
            ticker,
            {{ day }} as told_on,
            cast({{ amount }} as {{ type_double() }}) as quoted_amount,
            cast({{ ratio }} as {{ type_double() }}) as split_ratio
        from {{ actions }}
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

dated as (
    select
        told.*,
        coalesce(session_days.session_date, told.told_on) as action_date
    from told
    left join session_days on {{ counts_on('told.told_on', 'session_days') }}
),

{# What an answer tells of one day is all in the same shares. #}
actions as (
    select
        dated.object_key,
        dated.object_version,
        dated.line_number,
        dated.ticker,
        dated.told_on,
        dated.action_date,
        {{ to_traded('sum(dated.quoted_amount)', 'coalesce(max(later_splits.factor), 1)') }}
            as dividend,
        {{ product('dated.split_ratio') }} as split_ratio
    from dated
    left join later_splits
        on
            {{ same_response('dated', 'later_splits') }}
            and {{ during('dated.action_date', 'later_splits') }}
    group by 1, 2, 3, 4, 5, 6
)

select * from actions
