{{ config(materialized='view', contract={'enforced': false}) }}

with seed as (
    select * from {{ ref('ticker_renames') }}
),

outcomes as (
    select max(run_date) as today from {{ ref('stg_extraction__outcomes') }}
),

{# One that is still to come counts, unless another company has the ticker until then. #}
renames as (
    select
        seed.company_id,
        seed.old_ticker,
        seed.new_ticker,
        seed.renamed_on,
        seed.traded_from,
        row_number() over by_company as rename_number,
        first_value(seed.new_ticker) over (
            partition by seed.company_id
            order by seed.renamed_on desc
        ) as last_ticker
    from seed
    cross join outcomes
    left join seed as others
        on
            seed.new_ticker = others.old_ticker
            and seed.company_id != others.company_id
            and outcomes.today < others.renamed_on
    where
        seed.renamed_on <= outcomes.today
        or others.old_ticker is null
    window by_company as (partition by seed.company_id order by seed.renamed_on)
)

select * from renames
