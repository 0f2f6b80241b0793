with source as (
    select * from {{ source('wikipedia_revisions', 'wikipedia_revision_members') }}
),

{# Of one day's revisions the last is taken, and of its copies the newest, whole. #}
ranked as (
    select
        *,
        rank() over (
            partition by observed_on
            order by revision desc, {{ newest_document_first() }}
        ) as recency
    from source
),

renamed as (
    select
        observed_on,
        replace(symbol, '-', '.') as ticker,
        security as company_name,
        gics_sector,
        gics_sub_industry,
        headquarters_location as headquarters,
        cik,
        extracted_at
    from ranked
    where recency = 1
)

select * from renamed
