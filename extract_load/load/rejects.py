"""`raw.rejects`: what could not be loaded, and why, until a replay loads it or a person gives it up."""

from collections.abc import Collection, Iterable, Iterator

from psycopg2 import ProgrammingError
from psycopg2.extensions import cursor
from psycopg2.extras import execute_values

from extract_load.config import ConfigError
from extract_load.load.lines import Reject
from extract_load.load.manifest import Content
from extract_load.warehouse.bootstrap import is_prepared
from extract_load.warehouse.connection import LOADER, Lock, connect, lock_transaction

_SHOWN = 20
_REASON_SHOWN = 200


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


def dismiss(names: Collection[str]) -> int:
    """Give up open rejects: they stay in the table, and count no more. Returns how many.

    Args:
        names: ids of rejects, or keys of objects for all of theirs.

    Raises:
        ConfigError: a name is of no open reject, and none was dismissed; or there is no warehouse.
    """
    with connect(LOADER) as opened, opened, opened.cursor() as cur:
        lock_transaction(cur, Lock.LOAD)
        cur.execute(
            "update raw.rejects set dismissed_at = clock_timestamp()"
            " where replayed_load_id is null and dismissed_at is null"
            " and (reject_id::text = any(%(names)s) or object_key = any(%(names)s))"
            " returning reject_id::text, object_key",
            {"names": list(names)},
        )
        dismissed = cur.fetchall()
        unknown = set(names) - {name for row in dismissed for name in row}
        if unknown:
            raise ConfigError(
                f"no open reject has the id, or is of the object, {', '.join(sorted(unknown))}: nothing was "
                "dismissed; `python -m extract_load status` lists the open ones"
            )
    return len(dismissed)


def count_open(cur: cursor) -> tuple[int, int]:
    """How many rejects wait for a replay, and how many were dismissed."""
    cur.execute(
        "select count(*) filter (where dismissed_at is null), count(dismissed_at) from raw.rejects"
        " where replayed_load_id is null"
    )
    return cur.fetchone() or (0, 0)


def standing() -> Iterator[str]:
    """For a person: how many rejects there are, and the first that are open.

    Raises:
        ConfigError: the warehouse cannot be reached, or is of an earlier version.
    """
    if not is_prepared():
        yield "nothing has been loaded yet"
        return
    with connect(LOADER) as opened, opened, opened.cursor() as cur:
        try:
            yield from _standing(cur)
        except ProgrammingError as error:
            raise ConfigError(
                f"{error.diag.message_primary}: `python -m extract_load bootstrap` brings it up to date"
            ) from error


def _standing(cur: cursor) -> Iterator[str]:
    waiting, dismissed = count_open(cur)
    yield f"{waiting} open, {dismissed} dismissed"
    cur.execute(
        "select reject_id, object_key, line_number, left(reason, %s) from raw.rejects"
        " where replayed_load_id is null and dismissed_at is null order by reject_id limit %s",
        (_REASON_SHOWN, _SHOWN),
    )
    for reject_id, key, line_number, reason in cur:
        yield f"    {reject_id}: {key}, line {line_number}: {reason}"
    if waiting > _SHOWN:
        yield f"    and {waiting - _SHOWN} more in raw.rejects"
