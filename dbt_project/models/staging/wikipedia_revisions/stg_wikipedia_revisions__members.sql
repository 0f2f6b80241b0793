with source as (
    select * from {{ source('wikipedia_revisions', 'wikipedia_revision_members') }}
),

{# Of one day's revisions the last is taken, and of its copies the newest, whole. #}
{{ with_listed_members('source', 'revision desc, ' ~ newest_document_first()) }}

select * from members
