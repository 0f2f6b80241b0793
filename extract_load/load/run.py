"""`load`: the landing zone into the raw tables, each object version once."""

import argparse
import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import psycopg2
from psycopg2.extensions import connection
from tqdm import tqdm

from extract_load.catalog import SOURCES
from extract_load.config import ConfigError, Settings
from extract_load.extract.parts import SUFFIX
from extract_load.landing import Landing, Stored, open_landing
from extract_load.load import manifest
from extract_load.load.load_object import ObjectFailed, Tally, load_object
from extract_load.load.manifest import Content
from extract_load.load.rejects import count_open, dismiss
from extract_load.load.replay import rejected_objects, replay_object
from extract_load.log import say
from extract_load.source import Source
from extract_load.warehouse.bootstrap import bootstrap
from extract_load.warehouse.connection import LOADER, connect
from extract_load.warehouse.runs import RunStatus, recorded

_SOURCES = {source.name: source for source in SOURCES}
_NOT_LOADED = {"inbox", "state"}
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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--source", action="append", metavar="NAME", help="load only this one (repeatable)")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--replay", action="store_true", help="try again what was rejected, and only that")
    instead.add_argument(
        "--dismiss",
        nargs="+",
        metavar="REJECT",
        help="give up what was rejected and can never load: its number in `status`, or an object's key",
    )


def run(args: argparse.Namespace) -> int:
    """Load, replay or dismiss; returns the exit code."""
    settings = Settings.from_environment()
    names = _known(args.source or ())
    bootstrap()
    if args.dismiss:
        return _dismiss(args.dismiss, settings)
    landing = open_landing(settings.landing_url)
    command = "replay" if args.replay else "load"
    with recorded(command, settings.today, LOADER) as this_run:
        report = (replay if args.replay else load)(landing, names)
        this_run.status, this_run.summary = report.status, str(report)
    say(f"{command}: {report}")
    if args.replay:
        _say_what_stays()
    return 1 if report.failed else 0


def _dismiss(names: Collection[str], settings: Settings) -> int:
    with recorded("dismiss", settings.today, LOADER) as this_run:
        this_run.summary = f"{dismiss(names)} rejects dismissed: {', '.join(names)}"
    say(f"dismiss: {this_run.summary}")
    return 0


def _say_what_stays() -> None:
    with connect(LOADER) as opened, opened, opened.cursor() as cur:
        waiting, _ = count_open(cur)
    if waiting:
        say(f"{waiting} rejects stay: `status` lists them, `load --dismiss` gives up what can never load")


def load(landing: Landing, names: Collection[str] = ()) -> Report:
    """Load what is new, oldest first; an object that fails leaves the others whole.

    Args:
        landing: where the objects are.
        names: the sources to load; empty for all.

    Raises:
        ConfigError: the landing zone or the warehouse cannot be reached.
    """
    report = Report()
    with connect(LOADER) as opened:
        new = _new_objects(opened, landing, names, report)
        tasks = ((stored.key, partial(_load, opened, landing, stored)) for stored in _with_progress(new))
        _do(opened, tasks, report)
    return report


def replay(landing: Landing, names: Collection[str] = ()) -> Report:
    """Try again what was rejected; arguments and errors as for `load`."""
    report = Report()
    with connect(LOADER) as opened:
        with opened, opened.cursor() as cur:
            contents = rejected_objects(cur, names)
        tasks = ((content.object_key, partial(_replay, opened, landing, content)) for content in contents)
        _do(opened, tasks, report)
    return report


def _do(opened: connection, tasks: Iterable[Task], report: Report) -> None:
    started = time.monotonic()
    for key, task in tasks:
        try:
            report.add(task())
        except (ObjectFailed, psycopg2.Error) as error:
            report.failed[key] = str(error).strip()
            _log.error("%s: nothing loaded: %s", key, report.failed[key])
            if opened.closed:
                break
    report.seconds = time.monotonic() - started


def _load(opened: connection, landing: Landing, stored: Stored) -> Tally | None:
    return load_object(opened, landing, stored.key, _source(stored.key.partition("/")[0]))


def _replay(opened: connection, landing: Landing, content: Content) -> Tally | None:
    return replay_object(opened, landing, content, _source(content.source))


def _source(name: str) -> Source:
    if name not in _SOURCES:
        raise ObjectFailed(f"no source is called {name!r}: move the object away, or register its source")
    return _SOURCES[name]


def _known(names: Collection[str]) -> Collection[str]:
    unknown = sorted(set(names) - _SOURCES.keys())
    if unknown:
        raise ConfigError(f"no source is called {', '.join(unknown)}; there are {', '.join(_SOURCES)}")
    return names


def _new_objects(
    opened: connection, landing: Landing, names: Collection[str], report: Report
) -> Sequence[Stored]:
    with opened, opened.cursor() as cur:
        loaded = manifest.loaded_versions(cur)
    new = []
    for stored in landing.list():
        folder = stored.key.partition("/")[0]
        if not stored.key.endswith(SUFFIX) or folder in _NOT_LOADED or (names and folder not in names):
            continue
        if (stored.key, stored.version) in loaded:
            report.unchanged += 1
        else:
            new.append(stored)
    # by the day of their run, so that load_ids follow the extraction
    return sorted(new, key=lambda stored: stored.key.partition("/")[::-1])


def _with_progress(new: Sequence[Stored]) -> Iterator[Stored]:
    total = sum(stored.size for stored in new)
    with tqdm(total=total, desc="load", unit="B", unit_scale=True, disable=None) as bar:
        for stored in new:
            bar.set_postfix_str(stored.key)
            yield stored
            bar.update(stored.size)
