-- All that the reader may read, with the models' own descriptions; the page asks the catalog, a reader cannot.
select
    namespace.nspname::text as schema_name,
    relation.relname::text as relation_name,
    btrim(obj_description(relation.oid, 'pg_class'), E' \n') as relation_description,
    array_agg(attribute.attname::text order by attribute.attnum) as column_names
from pg_catalog.pg_class as relation
inner join pg_catalog.pg_namespace as namespace on relation.relnamespace = namespace.oid
inner join pg_catalog.pg_attribute as attribute on relation.oid = attribute.attrelid
where
    namespace.nspname in ('marts', 'ops')
    and relation.relkind in ('r', 'p', 'v', 'm')
    and attribute.attnum > 0
    and not attribute.attisdropped
    and has_table_privilege(relation.oid, 'select')
group by namespace.nspname, relation.relname, relation.oid
order by schema_name, relation_name
