"""What a load did, and the doing of it: object by object, one that fails leaves the others whole."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import psycopg2

from extract_load.config import ConfigError
from extract_load.load.load_object import ObjectFailed, Tally
from extract_load.unpack import Damaged
from extract_load.warehouse.runs import RunStatus

_log = logging.getLogger(__name__)

Task = tuple[str, Callable[[], Tally | None]]
"""An object's key and what loads it."""


@dataclass
class Report:
    """What a load did. `failed`: an object's key and why nothing of it was loaded."""

    loaded: int = 0
    unchanged: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    rows_loaded: int = 0
    rows_rejected: int = 0
    seconds: float = 0.0

    @property
    def status(self) -> RunStatus:
        """How `ops.runs` calls it."""
        if self.failed:
            return "partial"
        return "ok" if self.loaded else "unchanged"

    def add(self, tally: Tally | None) -> None:
        """Count an object; None was unchanged."""
        if tally is None:
            self.unchanged += 1
        else:
            self.loaded += 1
            self.rows_loaded += tally.rows_loaded
            self.rows_rejected += len(tally.rejects)

    def __str__(self) -> str:
        rows = self.rows_loaded + self.rows_rejected
        return (
            f"{self.loaded} objects loaded, {self.unchanged} unchanged, {len(self.failed)} failed; "
            f"{rows:,} rows in, {self.rows_loaded:,} loaded, {self.rows_rejected:,} rejected; "
            f"{self.seconds:.1f} s, {rows / (self.seconds or 1):,.0f} rows/s"
        )


def work_off(tasks: Iterable[Task], report: Report, is_over: Callable[[], bool] = lambda: False) -> None:
    """Do the tasks and note in `report` how they went; after a failure stop if it `is_over`."""
    started = time.monotonic()
    for key, task in tasks:
        try:
            report.add(task())
        except ConfigError:
            raise
        except Exception as error:
            # whatever is wrong with an object, the others load
            is_known = isinstance(error, ObjectFailed | Damaged | psycopg2.Error)
            report.failed[key] = str(error).strip() if is_known else f"{type(error).__name__}: {error}"
            _log.error("%s: nothing loaded: %s", key, report.failed[key])
            if is_over():
                break
    report.seconds = time.monotonic() - started
