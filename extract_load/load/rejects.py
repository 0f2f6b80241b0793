"""`raw.rejects`: what could not be loaded, kept with its reason until a replay loads it."""

from collections.abc import Iterable

from psycopg2.extensions import cursor
from psycopg2.extras import execute_values

from extract_load.load.lines import Reject
from extract_load.load.manifest import Content


def keep(cur: cursor, content: Content, load_id: int, rejects: Iterable[Reject]) -> None:
    """Write rejects, with where they come from."""
    execute_values(
        cur,
        "insert into raw.rejects (load_id, object_key, object_version, line_number, extracted_at,"
        " table_name, record, reason) values %s",
        (
            (
                load_id,
                content.object_key,
                content.object_version,
                reject.line_number,
                reject.extracted_at,
                reject.table_name,
                reject.record,
                reject.reason,
            )
            for reject in rejects
        ),
    )
