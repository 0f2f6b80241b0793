{{ config(
    materialized='incremental',
    unique_key=['ticker', 'action_date'],
    incremental_strategy='delete+insert',
    indexes=[{'columns': ['ticker', 'action_date'], 'unique': true}, {'columns': ['load_id']}],
) }}

with charts as (
    select * from {{ ref('stg_yahoo__charts') }}
),

dividends as (
    select * from {{ ref('stg_yahoo__dividends') }}
),

splits as (
    select * from {{ ref('int_split_factors') }}
),

{# Also the known days that new responses cover: what they no longer name is withdrawn. #}
touched as (
    select
        dividends.ticker,
        dividends.ex_date as action_date
    from dividends
    where {{ is_new_load('dividends') }}
    union distinct
    select
        splits.ticker,
        splits.split_date as action_date
    from splits
    where {{ is_new_load('splits') }}
    {% if is_incremental() %}
        union distinct
        select
            known.ticker,
            known.action_date
        from {{ this }} as known
        inner join charts
            on
                known.ticker = charts.ticker
                and known.action_date between charts.window_start and charts.asked_on
        where {{ is_new_load('charts') }}
    {% endif %}
),

covering as (
    select
        touched.action_date,
        charts.*,
        row_number() over (
            partition by touched.ticker, touched.action_date
            order by charts.extracted_at desc, charts.object_key desc, charts.load_id desc
        ) as recency
    from touched
    inner join charts
        on
            touched.ticker = charts.ticker
            and touched.action_date between charts.window_start and charts.asked_on
),

dividend_days as (
    select
        object_key,
        object_version,
        line_number,
        ex_date,
        sum(quoted_amount) as quoted_amount,
        max(load_id) as load_id
    from dividends
    group by 1, 2, 3, 4
),

actions as (
    select
        covering.ticker,
        covering.action_date,
        {{ to_traded('dividend_days.quoted_amount', 'coalesce(later_splits.factor, 1)') }}
            as dividend,
        split_days.split_ratio,
        greatest(covering.load_id, dividend_days.load_id, split_days.load_id) as load_id
    from covering
    left join dividend_days
        on
            {{ same_response('covering', 'dividend_days') }}
            and covering.action_date = dividend_days.ex_date
    left join splits as split_days
        on
            {{ same_response('covering', 'split_days') }}
            and covering.action_date = split_days.split_date
    left join splits as later_splits
        on
            {{ same_response('covering', 'later_splits') }}
            and {{ during('covering.action_date', 'later_splits') }}
    where covering.recency = 1
)

select * from actions
