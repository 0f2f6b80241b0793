{{ config(materialized='view', contract={'enforced': false}) }}

with spells as (
    select * from {{ ref('int_spells') }}
),

changes as (
    select * from {{ ref('stg_wikipedia__changes') }}
),

outcomes as (
    select * from {{ ref('stg_extraction__outcomes') }}
),

{# What the page knows and the spells do not yet. #}
later_changes as (
    select * from changes
    where
        effective_on <= (select max(outcomes.run_date) as today from outcomes)
        and effective_on > coalesce(
            (select max(coalesce(spells.valid_to, spells.valid_from)) as day from spells),
            cast('0001-01-01' as date)
        )
),

{# Spells know a company by its last ticker, and may be some days late with it. #}
unioned as (
    select
        ticker,
        valid_from,
        valid_to,
        cast(
            coalesce({{ dbt.dateadd('day', -30, 'valid_to') }}, cast('9999-12-31' as date)) as date
        ) as used_on,
        false as is_removal
    from spells
    {%- for event, is_removal in {'added': 'false', 'removed': 'true'}.items() %}
        union all
        select
            {{ event }}_ticker as ticker,
            effective_on as valid_from,
            cast(null as date) as valid_to,
            effective_on as used_on,
            {{ is_removal }} as is_removal
        from later_changes
        where {{ event }}_ticker is not null
    {%- endfor %}
)

select * from unioned
