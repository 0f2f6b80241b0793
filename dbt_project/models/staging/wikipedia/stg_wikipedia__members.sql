with source as (
    select * from {{ source('wikipedia', 'wikipedia_members') }}
),

{# A page is one document: of the answers of one day, the newest is taken whole. #}
{{ with_listed_members('source', newest_document_first()) }}

select * from members
