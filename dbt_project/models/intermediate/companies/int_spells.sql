{{ config(materialized='view', contract={'enforced': false}) }}

with spells as (
    select * from {{ ref('stg_membership_spells__spells') }}
),

first_trades as (
    select
        ticker,
        max(first_traded_on) as first_traded_on,
        min(window_start) as asked_from
    from {{ ref('stg_yahoo__charts') }}
    group by 1
),

{# Neither where the provider's history begins nor before it was asked is a first trade seen. #}
seen as (
    select
        *,
        greatest(asked_from, min(first_traded_on) over ()) as seen_from
    from first_trades
),

{# A spell may begin some days before the first trade. #}
cut as (
    select
        spells.ticker,
        spells.valid_from,
        spells.valid_to,
        seen.first_traded_on as cut_on
    from spells
    left join seen
        on
            spells.ticker = seen.ticker
            and {{ dbt.dateadd('day', 30, 'spells.valid_from') }} < seen.first_traded_on
            and coalesce(spells.valid_to > seen.first_traded_on, true)
            and seen.seen_from < seen.first_traded_on
),

unioned as (
    select
        ticker,
        valid_from,
        coalesce(cut_on, valid_to) as valid_to
    from cut
    union all
    select
        ticker,
        cut_on as valid_from,
        valid_to
    from cut
    where cut_on is not null
)

select * from unioned
