with source as (
    select * from {{ source('wikipedia', 'wikipedia_changes') }}
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
    select
        row_number,
        {{ english_date('effective_date') }} as effective_on,
        nullif(replace(added_ticker, '-', '.'), '') as added_ticker,
        nullif(replace(removed_ticker, '-', '.'), '') as removed_ticker
    from ranked
    where recency = 1
)

select * from renamed
