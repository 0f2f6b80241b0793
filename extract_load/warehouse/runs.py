"""`ops.runs`: what was run when, and how it ended. A killed run stays `running`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Literal

from extract_load.warehouse.connection import connect

RunStatus = Literal["ok", "partial", "failed", "unchanged"]


@dataclass
class Run:
    """How a run ends; whoever runs it says so before it is over."""

    status: RunStatus = "ok"
    summary: str = ""


@contextmanager
def recorded(command: str, as_of: date | None, role: str) -> Iterator[Run]:
    """Record a run from its start to its end, as `role`; an exception ends it as `failed` and goes on."""
    run_id = _begin(command, as_of, role)
    run = Run()
    try:
        yield run
    except BaseException as error:
        run.status, run.summary = "failed", str(error) or type(error).__name__
        raise
    finally:
        _end(run_id, run, role)


def _begin(command: str, as_of: date | None, role: str) -> int:
    with connect(role) as opened, opened, opened.cursor() as cur:
        cur.execute(
            "insert into ops.runs (command, as_of) values (%s, %s) returning run_id", (command, as_of)
        )
        (run_id,) = cur.fetchone() or (0,)
        return int(run_id)


def _end(run_id: int, run: Run, role: str) -> None:
    with connect(role) as opened, opened, opened.cursor() as cur:
        cur.execute(
            "update ops.runs set status = %s, summary = %s, finished_at = clock_timestamp()"
            " where run_id = %s",
            (run.status, run.summary, run_id),
        )
