"""`pipeline`: one run of everything, after which readers see its audited result."""

import argparse
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import psycopg2

from extract_load.catalog import chosen
from extract_load.config import ConfigError, Settings, day_option
from extract_load.dbt_build import BuildFailed, build, project_state
from extract_load.digest.run import tell_failure, tell_publish
from extract_load.extract.run import extract
from extract_load.lake.fetch import fetch
from extract_load.lake.layout import open_lake
from extract_load.lake.load import load_lake
from extract_load.lake.spark import require_spark
from extract_load.landing import LandingError, open_landing
from extract_load.load.run import load
from extract_load.log import say
from extract_load.publish.audit import PublishRefused
from extract_load.publish.publishes import Published, input_until, published, unchanged
from extract_load.publish.run import POSTGRES, SPARK, publish
from extract_load.release.archive import Archive, ReleaseError
from extract_load.release.run import release
from extract_load.warehouse.bootstrap import bootstrap
from extract_load.warehouse.connection import TRANSFORMER, Lock, LockHeld, connect, hold
from extract_load.warehouse.runs import Run, RunStatus, recorded

_LOCK_WAIT_SECONDS = 60
_TARGETS = {POSTGRES: "next", SPARK: "spark"}
_log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--start",
        type=day_option,
        help="first day (default: go on from what has landed; at first, five years back)",
    )
    parser.add_argument("--end", type=day_option, help="last day (default: yesterday)")
    parser.add_argument(
        "--engine",
        choices=[POSTGRES, SPARK],
        default=POSTGRES,
        help="what dbt builds on; from spark the marts come back to PostgreSQL (default: %(default)s)",
    )
    parser.add_argument(
        "--loaded",
        action="store_true",
        help="build and publish what has been loaded, where others extract and load",
    )


def run(args: argparse.Namespace) -> int:
    """Run all stages, one pipeline at a time; 0 if readers now see this run's result."""
    if args.loaded and (args.start or args.end):
        raise ConfigError("--loaded extracts nothing: leave out --start and --end")
    settings = Settings.from_environment()
    if args.engine == SPARK:
        require_spark(settings.lake_url)
    bootstrap()
    try:
        with hold(Lock.PIPELINE, _LOCK_WAIT_SECONDS):
            return _run_all(settings, args)
    except LockHeld as held:
        _log.error("%s: start this one when it is done", held)
        return 1


def _run_all(settings: Settings, args: argparse.Namespace) -> int:
    with recorded("pipeline", settings.today, TRANSFORMER) as this_run:
        trouble = [] if args.loaded else [*_extract(settings, args.start, args.end), *_load(settings)]
        if args.engine == SPARK:
            trouble += _fill_lake(settings)
        try:
            this_run.status, summary = _build_and_publish(settings, args.engine)
        except (BuildFailed, PublishRefused) as error:
            this_run.status, summary = (
                "failed",
                f"build not published: {error}\nreaders still see {_current() or 'nothing'}",
            )
            trouble += _digest(settings, tell_failure(settings, str(error)))
        else:
            trouble += [*_release(settings), *_digest(settings, tell_publish(settings))]
        if trouble and this_run.status != "failed":
            this_run.status = "partial"
        this_run.summary = "\n  ".join([summary, *trouble])
    if this_run.status == "failed":
        _log.error("pipeline: %s", this_run.summary)
        return 1
    say(f"pipeline: {this_run.summary}")
    return 0


def _extract(settings: Settings, start: date | None, end: date | None) -> Iterator[str]:
    with _stage("extract", settings) as stage:
        report = extract(settings, chosen(settings), start, end)
        say(str(report))
        asked = sum(source.statuses.total() for source in report.sources)
        stage.summary = f"{asked} requests, {report.failed} failed, {report.refused} refused"
        if report.failed:
            stage.status = "partial"
            yield f"{report.failed} of {asked} requests failed"
        yield from report.refusals


def _load(settings: Settings) -> Iterator[str]:
    with _stage("load", settings) as stage:
        report = load(open_landing(settings.landing_url))
        stage.status, stage.summary = report.status, str(report)
        if report.failed:
            yield f"{len(report.failed)} objects could not be loaded"


def _fill_lake(settings: Settings) -> Iterator[str]:
    with _stage("lake", settings) as stage:
        report = load_lake(open_landing(settings.landing_url), open_lake(settings))
        stage.status, stage.summary = report.status, str(report)
        if report.failed:
            yield f"{len(report.failed)} objects could not be loaded into the lake"


def _build_and_publish(settings: Settings, engine: str) -> tuple[RunStatus, str]:
    project = project_state()
    with connect(TRANSFORMER) as opened, opened, opened.cursor() as cur:
        fingerprint = input_until(cur).fingerprint(project, engine)
        stays = unchanged(cur, lambda build: build.fingerprint == fingerprint)
    if stays:
        return "unchanged", f"nothing new: {stays}, stays"
    with _stage("build", settings) as stage:
        stage.summary = build(target=_TARGETS[engine])
    if engine == SPARK:
        with _stage("fetch", settings) as stage:
            stage.summary = fetch(open_lake(settings))
    with _stage("publish", settings) as stage:
        stage.summary = f"readers see {publish(project, engine)}"
    return "ok", stage.summary


def _release(settings: Settings) -> Iterator[str]:
    """Keep what readers see now, where releases are kept; whatever is wrong there, it has been published."""
    if not settings.releases_url:
        return
    with _stage("release", settings) as stage:
        try:
            stage.summary = release(Archive.of(settings), settings.releases_kept)
        except (LandingError, ReleaseError) as error:
            stage.status, stage.summary = "failed", str(error)
            yield f"not released: {error}"


def _digest(settings: Settings, telling: Iterator[str]) -> Iterator[str]:
    """Tell of the morning; whatever is wrong with that, what was published stays."""
    with _stage("digest", settings) as stage:
        try:
            said = list(telling)
        except psycopg2.Error as error:
            said = [f"no digest: {error}"]
        stage.status, stage.summary = ("failed" if said else "ok"), "; ".join(said) or "kept"
        yield from said


def _current() -> Published | None:
    with connect(TRANSFORMER) as opened, opened, opened.cursor() as cur:
        return published(cur)


@contextmanager
def _stage(name: str, settings: Settings) -> Iterator[Run]:
    started = time.monotonic()
    with recorded(name, settings.today, TRANSFORMER) as stage:
        yield stage
    say(f"{name}: {stage.summary} ({time.monotonic() - started:.1f} s)")
