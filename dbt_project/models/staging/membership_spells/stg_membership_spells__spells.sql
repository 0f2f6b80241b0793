with source as (
    select * from {{ source('membership_spells', 'membership_spells') }}
),

ranked as (
    select
        *,
        rank() over (
            order by observed_on desc, {{ newest_document_first() }}
        ) as recency
    from source
),

renamed as (
    select distinct
        replace(ticker, '-', '.') as ticker,
        start_date as valid_from,
        end_date as valid_to,
        extracted_at
    from ranked
    where
        recency = 1
        and start_date is not null
)

select * from renamed
