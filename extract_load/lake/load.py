"""`load --to parquet`: the landing zone into the lake, each object version once.

As in PostgreSQL a later version of an object is a load of its own, in the order of extraction, and the
earlier ones stay. A load counts from its manifest's entry on: files of one that was broken off are removed
before anything is loaded, and Spark's views leave them out until then.
"""

import io
import time
from collections.abc import Collection
from functools import partial

import pyarrow.parquet as pq

from extract_load.config import ConfigError
from extract_load.lake.layout import (
    COLUMNS,
    MANIFEST,
    RAW,
    LakeLoad,
    digest,
    files_in,
)
from extract_load.lake.parquet import ParquetTables, columns_file, manifest_file
from extract_load.landing import Landing, Stored
from extract_load.load.lines import read_line
from extract_load.load.load_object import Tally, judge, read_object
from extract_load.load.manifest import Content
from extract_load.load.objects import new_objects, source_of, with_progress
from extract_load.load.raw_writer import RawWriter
from extract_load.load.report import Report, work_off
from extract_load.unpack import lines_of
from extract_load.warehouse.connection import Lock, LockHeld, hold

_LOCK_WAIT_SECONDS = 60


def load_lake(landing: Landing, lake: Landing, names: Collection[str] = ()) -> Report:
    """Load what is new into the lake, oldest first; an object that fails leaves the others whole.

    Raises:
        ConfigError: the landing zone, the lake or the warehouse, which keeps the lock, cannot be reached, or
            another one has been loading into the lake for a minute.
    """
    report = Report()
    try:
        with hold(Lock.LAKE, _LOCK_WAIT_SECONDS):
            loads = Loads(lake)
            loads.clear_up()
            new = with_progress(new_objects(landing, names, loads.has, report))
            work_off(((stored.key, partial(_load, landing, loads, stored)) for stored in new), report)
    except LockHeld as held:
        raise ConfigError(f"{held}: start this one when it is done") from held
    return report


class Loads:
    """The loads that count in a lake."""

    def __init__(self, lake: Landing) -> None:
        self._lake = lake
        self._loads = {load for _, load in files_in(lake, MANIFEST)}
        self._versions = {(load.key_digest, load.version_digest) for load in self._loads}

    def has(self, stored: Stored) -> bool:
        """Whether this very version of an object was loaded."""
        return (digest(stored.key), digest(stored.version)) in self._versions

    def clear_up(self) -> None:
        """Remove what a broken-off load left, and tell each table's columns."""
        for key, load in list(files_in(self._lake, RAW)):
            if load not in self._loads:
                self._lake.remove(key)
        columns, found = columns_file(), self._lake.read(COLUMNS)
        if found is None or found[0] != columns:
            self._lake.write(COLUMNS, columns)

    def add(self, content: Content, tables: ParquetTables, tally: Tally, seconds: float) -> None:
        """Write a load's files, the manifest's entry last."""
        load = LakeLoad.of(self.next_id, content.object_key, content.object_version)
        for folder, file in tables.finished():
            self._lake.write(folder + load.file_name, file)
        self._lake.write(MANIFEST + load.file_name, manifest_file(content, load.load_id, tally, seconds))
        self._loads.add(load)

    @property
    def next_id(self) -> int:
        """The number of the next load."""
        return max((load.load_id for load in self._loads), default=0) + 1

    def newest_digest(self, key: str) -> str | None:
        """The SHA-256 of what was last loaded from a key."""
        wanted = digest(key)
        of_key = [load for load in self._loads if load.key_digest == wanted]
        found = self._lake.read(MANIFEST + max(of_key).file_name) if of_key else None
        return str(pq.read_table(io.BytesIO(found[0]))["sha256"][0]) if found else None


def _load(landing: Landing, loads: Loads, stored: Stored) -> Tally | None:
    """Load an object; None if its content is what was last loaded from there.

    Raises:
        ObjectFailed: it is gone, is no whole gzip file, or has too many rejects.
    """
    started = time.monotonic()
    source = source_of(stored.key)
    content, packed = read_object(landing, stored.key, source)
    tables = ParquetTables(content, loads.next_id)
    if loads.newest_digest(content.object_key) == content.sha256:
        # written again byte for byte: noted, so that the next run does not read it again
        loads.add(content, tables, Tally(), 0.0)
        return None
    writer, tally = RawWriter(tables.store), Tally()
    for number, raw in lines_of(packed):
        writer.write(read_line(source, number, raw))
        tally.lines += 1
    writer.finish()
    tally.rows_loaded, tally.rejects = writer.rows_loaded, writer.rejects
    judge(tally)
    tables.keep(tally.rejects)
    loads.add(content, tables, tally, time.monotonic() - started)
    return tally
