"""`ops.manifest`: which version of which object was loaded, and how many rows came of it."""

from dataclasses import dataclass
from typing import Literal

from psycopg2.extensions import cursor

Kind = Literal["load", "replay"]


@dataclass(frozen=True)
class Content:
    """What was read: one version of an object."""

    object_key: str
    object_version: str
    sha256: str
    source: str
    bytes: int


def loaded_versions(cur: cursor) -> set[tuple[str, str]]:
    """Key and version of all that was loaded."""
    cur.execute("select object_key, object_version from ops.manifest where kind = 'load'")
    return {(key, version) for key, version in cur}


def newest_load(cur: cursor, object_key: str) -> tuple[str, str] | None:
    """Version and SHA-256 of what was last loaded from this key."""
    cur.execute(
        "select object_version, sha256 from ops.manifest where object_key = %s and kind = 'load'"
        " order by load_id desc limit 1",
        (object_key,),
    )
    return cur.fetchone()


def next_load_id(cur: cursor) -> int:
    """Ids grow in the order of commits, because whoever takes one holds `Lock.LOAD`."""
    cur.execute("select nextval(pg_get_serial_sequence('ops.manifest', 'load_id'))")
    (load_id,) = cur.fetchone() or (0,)
    return int(load_id)


def record(
    cur: cursor,
    load_id: int,
    content: Content,
    kind: Kind,
    rows_loaded: int,
    rows_rejected: int,
    seconds: float,
) -> None:
    """Write the entry that makes a load count; it commits with the rows or not at all."""
    cur.execute(
        "insert into ops.manifest (load_id, object_key, object_version, sha256, kind, source, bytes,"
        " rows_in, rows_loaded, rows_rejected, seconds) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            load_id,
            content.object_key,
            content.object_version,
            content.sha256,
            kind,
            content.source,
            content.bytes,
            rows_loaded + rows_rejected,
            rows_loaded,
            rows_rejected,
            seconds,
        ),
    )
