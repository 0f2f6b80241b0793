{#- The order that puts the newest answer's copy first, all rows of one document at the same place. The load does not
    count: a row of a document that was rejected at first belongs to the document. -#}
{% macro newest_document_first() -%}
    extracted_at desc, object_key desc, object_version desc, line_number desc
{%- endmacro %}
