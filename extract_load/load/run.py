"""`load`: the landing zone into the raw tables, each object version once."""

import argparse
from collections.abc import Collection
from functools import partial

from psycopg2.extensions import connection

from extract_load.config import Settings
from extract_load.lake.layout import open_lake
from extract_load.lake.load import load_lake
from extract_load.landing import Landing, Stored, open_landing
from extract_load.load import manifest
from extract_load.load.load_object import Tally, load_object
from extract_load.load.manifest import Content
from extract_load.load.objects import known, new_objects, source_of, with_progress
from extract_load.load.rejects import count_open, dismiss
from extract_load.load.replay import rejected_objects, replay_object
from extract_load.load.report import Report, work_off
from extract_load.log import say
from extract_load.warehouse.bootstrap import bootstrap
from extract_load.warehouse.connection import LOADER, connect
from extract_load.warehouse.runs import recorded


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--source", action="append", metavar="NAME", help="load only this one (repeatable)")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--to",
        choices=["postgres", "parquet"],
        default="postgres",
        help="into PostgreSQL, or as Parquet into LAKE_URL (default: %(default)s)",
    )
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
    names = known(args.source or ())
    bootstrap()
    if args.dismiss:
        return _dismiss(args.dismiss, settings)
    landing = open_landing(settings.landing_url)
    if args.to == "parquet":
        return _fill_lake(landing, settings, names)
    command = "replay" if args.replay else "load"
    with recorded(command, settings.today, LOADER) as this_run:
        report = (replay if args.replay else load)(landing, names)
        this_run.status, this_run.summary = report.status, str(report)
    say(f"{command}: {report}")
    if args.replay:
        _say_what_stays()
    return 1 if report.failed else 0


def _fill_lake(landing: Landing, settings: Settings, names: Collection[str]) -> int:
    with recorded("lake", settings.today, LOADER) as this_run:
        report = load_lake(landing, open_lake(settings), names)
        this_run.status, this_run.summary = report.status, str(report)
    say(f"load --to parquet: {report}")
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
        with opened, opened.cursor() as cur:
            loaded = manifest.loaded_versions(cur)
        new = new_objects(landing, names, lambda stored: (stored.key, stored.version) in loaded, report)
        tasks = ((stored.key, partial(_load, opened, landing, stored)) for stored in with_progress(new))
        work_off(tasks, report, lambda: bool(opened.closed))
    return report


def replay(landing: Landing, names: Collection[str] = ()) -> Report:
    """Try again what was rejected; arguments and errors as for `load`."""
    report = Report()
    with connect(LOADER) as opened:
        with opened, opened.cursor() as cur:
            contents = rejected_objects(cur, names)
        tasks = ((content.object_key, partial(_replay, opened, landing, content)) for content in contents)
        work_off(tasks, report, lambda: bool(opened.closed))
    return report


def _load(opened: connection, landing: Landing, stored: Stored) -> Tally | None:
    return load_object(opened, landing, stored.key, source_of(stored.key))


def _replay(opened: connection, landing: Landing, content: Content) -> Tally | None:
    return replay_object(opened, landing, content, source_of(content.object_key))
