-- The columns of one relation, with the models' own descriptions.
select
    attribute.attname::text as column_name,
    format_type(attribute.atttypid, attribute.atttypmod) as data_type,
    btrim(col_description(relation.oid, attribute.attnum), E' \n') as description
from pg_catalog.pg_class as relation
inner join pg_catalog.pg_namespace as namespace on relation.relnamespace = namespace.oid
inner join pg_catalog.pg_attribute as attribute on relation.oid = attribute.attrelid
where
    namespace.nspname = %(schema)s
    and relation.relname = %(relation)s
    and attribute.attnum > 0
    and not attribute.attisdropped
order by attribute.attnum
