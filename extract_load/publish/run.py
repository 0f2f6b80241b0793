"""`publish` and `rollback`: what readers see changes only whole, and only to what was audited."""

import argparse
import logging
from collections.abc import Callable

from psycopg2.extensions import cursor

from extract_load.log import say
from extract_load.publish.audit import PublishRefused, audited_build
from extract_load.publish.publishes import Published, note_publish, note_rollback
from extract_load.publish.swap import Swap
from extract_load.warehouse.connection import TRANSFORMER, connect
from extract_load.warehouse.runs import recorded

ENGINE = "postgres"
_log = logging.getLogger(__name__)


def run(_: argparse.Namespace) -> int:
    """Publish; returns the exit code."""
    return _reported("publish", publish)


def run_rollback(_: argparse.Namespace) -> int:
    """Roll back; returns the exit code."""
    return _reported("rollback", rollback)


def publish(project: str | None = None, engine: str = ENGINE) -> Published:
    """Swap the audited build in.

    Args:
        project: what identifies the state of the dbt project's files; by default what dbt noted of it.
        engine: what the build ran on.

    Raises:
        PublishRefused: it is not whole, not tested, or failed a test.
    """
    swap = Swap()

    def forward(cur: cursor) -> Published:
        build = audited_build(cur)
        swap.forward(cur, build.marts)
        return note_publish(cur, build, project, engine)

    with connect(TRANSFORMER) as opened:
        return swap.in_one_transaction(opened, forward)


def rollback() -> Published:
    """Swap back in what the published build took the place of; done twice, this build returns.

    Raises:
        PublishRefused: there is no such build.
    """
    swap = Swap()

    def back(cur: cursor) -> Published:
        restored = note_rollback(cur)
        if restored is None:
            raise PublishRefused("no build was published before this one")
        swap.back(cur)
        return restored

    with connect(TRANSFORMER) as opened:
        return swap.in_one_transaction(opened, back)


def _reported(command: str, action: Callable[[], Published]) -> int:
    with recorded(command, None, TRANSFORMER) as this_run:
        try:
            this_run.summary = f"readers see {action()}"
        except PublishRefused as refused:
            this_run.status, this_run.summary = "failed", str(refused)
            _log.error("%s %s; what readers see stays as it is", command, refused)
            return 1
    say(f"{command}: {this_run.summary}")
    return 0
