"""One object of the landing zone into the raw tables: in one transaction, once."""

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from psycopg2.extensions import connection, cursor

from extract_load.landing import Landing
from extract_load.load import manifest
from extract_load.load.lines import Line, Reject, read_line
from extract_load.load.manifest import Content
from extract_load.load.raw_writer import raw_writer
from extract_load.load.rejects import keep
from extract_load.source import Source
from extract_load.unpack import lines_of
from extract_load.warehouse.connection import Lock, lock_transaction

_REJECTS_TOLERATED = 10
_SHARE_TOLERATED = 0.05


class ObjectFailed(Exception):
    """Nothing of an object was loaded; the message says why."""


@dataclass
class Tally:
    """What became of an object's rows. A line that is rejected whole counts as one."""

    lines: int = 0
    rows_loaded: int = 0
    rejects: list[Reject] = field(default_factory=list)

    @property
    def rows_in(self) -> int:
        """Rows found."""
        return self.rows_loaded + len(self.rejects)


def load_object(opened: connection, landing: Landing, key: str, source: Source) -> Tally | None:
    """Load an object; None if its content is what was last loaded from there.

    Raises:
        ObjectFailed: it is gone, or has too many rejects.
        Damaged: it is no gzip file of lines that can be read.
        psycopg2.Error: PostgreSQL refused.
    """
    started = time.monotonic()
    with opened, opened.cursor() as cur:
        lock_transaction(cur, Lock.LOAD)
        content, packed = read_object(landing, key, source)
        load_id = _new_load_id(cur, content)
        if load_id is None:
            return None
        lines = (read_line(source, number, raw) for number, raw in lines_of(packed))
        tally = write_lines(cur, lines, content, load_id)
        judge(tally)
        finish(cur, tally, content, load_id, "load", time.monotonic() - started)
    return tally


def read_object(landing: Landing, key: str, source: Source) -> tuple[Content, bytes]:
    """Fetch an object's newest version.

    Raises:
        ObjectFailed: there is none.
    """
    found = landing.read(key)
    if found is None:
        raise ObjectFailed("it is not in the landing zone any more")
    packed, version = found
    return Content(key, version, hashlib.sha256(packed).hexdigest(), source.name, len(packed)), packed


def _new_load_id(cur: cursor, content: Content) -> int | None:
    newest_version, newest_digest = manifest.newest_load(cur, content.object_key) or (None, None)
    if newest_version == content.object_version:
        return None
    load_id = manifest.next_load_id(cur)
    if newest_digest == content.sha256:
        # written again byte for byte: noted, so that the next run does not read it again
        manifest.record(cur, load_id, content, "load", 0, 0, 0.0)
        return None
    return load_id


def write_lines(cur: cursor, lines: Iterable[Line], content: Content, load_id: int) -> Tally:
    """Copy the rows of lines of one object into the raw tables; their rejects are for `finish`."""
    tally = Tally()
    with raw_writer(cur, content, load_id) as writer:
        for line in lines:
            writer.write(line)
            tally.lines += 1
    tally.rows_loaded, tally.rejects = writer.rows_loaded, writer.rejects
    return tally


def finish(
    cur: cursor, tally: Tally, content: Content, load_id: int, kind: manifest.Kind, seconds: float
) -> None:
    """Write the rejects and the manifest's entry, with which the load begins to count."""
    keep(cur, content, load_id, tally.rejects)
    manifest.record(cur, load_id, content, kind, tally.rows_loaded, len(tally.rejects), seconds)


def judge(tally: Tally) -> None:
    """Refuse an object of which too much was rejected.

    Raises:
        ObjectFailed: it was.
    """
    whole_lines = sum(reject.table_name is None for reject in tally.rejects)
    for what, rejected, found in (
        ("lines", whole_lines, tally.lines),
        ("rows", len(tally.rejects), tally.rows_in),
    ):
        if rejected > max(_REJECTS_TOLERATED, _SHARE_TOLERATED * found):
            first = min(tally.rejects, key=lambda reject: reject.line_number)
            raise ObjectFailed(
                f"{rejected} of {found} {what} were rejected, more than {_SHARE_TOLERATED:.0%}; "
                f"the first, in line {first.line_number}: {first.reason}"
            )
