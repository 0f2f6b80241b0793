"""`publish` and `rollback`: what readers see changes only whole, and only to what was audited."""

import argparse
import logging
from collections.abc import Callable

from psycopg2.extensions import cursor

from extract_load.log import say
from extract_load.publish.audit import NOTHING_BUILT, PublishRefused, audited_build, newest_build
from extract_load.publish.publishes import Published, note_publish, note_rollback, published, unchanged
from extract_load.publish.swap import Swap
from extract_load.warehouse.bootstrap import bootstrap, is_prepared
from extract_load.warehouse.connection import TRANSFORMER, connect
from extract_load.warehouse.runs import RunStatus, recorded

POSTGRES = "postgres"
SPARK = "spark"
_log = logging.getLogger(__name__)


def run(_: argparse.Namespace) -> int:
    """Publish what is new; returns the exit code."""
    return reported("publish", publish_if_new)


def run_rollback(_: argparse.Namespace) -> int:
    """Roll back; returns the exit code."""
    return reported("rollback", _rollback_until_new)


def publish(project: str | None = None, engine: str = POSTGRES) -> Published:
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
            missing = "no build was published before this one"
            raise PublishRefused(missing if published(cur) else "nothing has been published yet")
        swap.back(cur)
        return restored

    with connect(TRANSFORMER) as opened:
        return swap.in_one_transaction(opened, back)


def publish_if_new(engine: str = POSTGRES) -> tuple[RunStatus, str]:
    """Publish the newest build, if readers do not see it already; what became of it, for `ops.runs`.

    Raises:
        PublishRefused: it may not be published.
    """
    with connect(TRANSFORMER) as opened, opened, opened.cursor() as cur:
        newest = newest_build(cur)
        stays = unchanged(cur, lambda build: build.build_id == newest)
    if stays:
        return "unchanged", f"nothing new to publish: readers see {stays}"
    return "ok", f"readers see {publish(engine=engine)}"


def _rollback_until_new() -> tuple[RunStatus, str]:
    return "ok", f"readers see {rollback()}, until a run has something new to publish"


def reported(command: str, action: Callable[[], tuple[RunStatus, str]]) -> int:
    """Do what changes what readers see, record and tell how it went; returns the exit code."""
    if not is_prepared():
        _log.error("%s refused: %s", command, NOTHING_BUILT)
        return 1
    bootstrap()
    with recorded(command, None, TRANSFORMER) as this_run:
        try:
            this_run.status, this_run.summary = action()
        except PublishRefused as refused:
            this_run.status, this_run.summary = "failed", str(refused)
            _log.error("%s %s; what readers see stays as it is", command, refused)
            return 1
    say(f"{command}: {this_run.summary}")
    return 0
