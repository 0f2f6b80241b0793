"""`raw.rejects`: what could not be loaded, kept with its reason until a replay loads it."""

from collections.abc import Iterable

from psycopg2.extensions import cursor
from psycopg2.extras import execute_values

from extract_load.lines import Reject
from extract_load.raw_writer import Origin


def keep(cur: cursor, rejects: Iterable[tuple[Origin, Reject]]) -> None:
    """Write rejects, with where they come from."""
    execute_values(
        cur,
        "insert into raw.rejects (load_id, object_key, object_version, line_number, extracted_at,"
        " table_name, record, reason) values %s",
        (
            (
                origin.load_id,
                origin.object_key,
                origin.object_version,
                origin.line_number,
                origin.extracted_at,
                reject.table_name,
                reject.record,
                reject.reason,
            )
            for origin, reject in rejects
        ),
    )
