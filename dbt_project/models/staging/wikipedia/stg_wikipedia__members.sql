with source as (
    select * from {{ source('wikipedia', 'wikipedia_members') }}
),

{# A page is one document: of the answers of one day, the newest is taken whole. #}
ranked as (
    select
        *,
        rank() over (
            partition by observed_on
            order by {{ newest_document_first() }}
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
