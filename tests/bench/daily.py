"""What one more session costs a build, by the length of the history before it.

Builds a history of one year and one of `--years`, lets some mornings follow on both, and tells how long dbt
worked on their models, at best: intermediate models are to need the same however long the history is, marts
are copied whole. On simulated providers, or those that REPLAY_URL names; in databases of its own where PG*
point.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import psycopg2
from dbt.cli.main import dbtRunner

from extract_load.catalog import chosen
from extract_load.config import Settings
from extract_load.dbt_build import placed
from extract_load.extract.run import extract
from extract_load.landing import open_landing
from extract_load.load.run import load
from extract_load.warehouse.bootstrap import bootstrap
from infra.local.simulator import Simulator
from tests.clocks import ReplayClock
from tests.databases import own_database

_RESULTS = """
select schema_name, name, seconds from ops.build_results
where resource_type = 'model' and schema_name <> 'staging'
    and invocation_id = (select invocation_id from ops.builds order by started_at desc limit 1)
"""
_SHOWN_SECONDS = 0.05

Clock = Callable[[date], None]
Model = tuple[str, str]
"""Schema and name."""
Seconds = dict[Model, float]


def main() -> int:
    """Print each layer's seconds of both histories, their ratio, and the models that take longer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument(
        "--today", type=date.fromisoformat, default=date(2025, 6, 27), help="the last morning"
    )
    parser.add_argument("--mornings", type=int, default=3, help="how many, each after a session")
    options = parser.parse_args()
    last: date = options.today
    with (
        _providers() as (url, set_clock),
        _history(url, last, 1) as short,
        _history(url, last, options.years) as long,
    ):
        mornings = [
            (short.run(today, set_clock), long.run(today, set_clock))
            for today in (last - timedelta(days=back) for back in reversed(range(options.mornings + 1)))
        ]
    # the first morning has built it all
    _tell(
        _fastest([one for one, _ in mornings[1:]]),
        _fastest([many for _, many in mornings[1:]]),
        options.years,
    )
    return 0


@contextmanager
def _providers() -> Iterator[tuple[str, Clock]]:
    if address := os.environ.get("REPLAY_URL"):
        clock = ReplayClock(address)
        with clock.put_back():
            yield address, clock.set
    else:
        with Simulator() as simulator:
            yield simulator.url, simulator.set_clock


class History:
    """A landing zone in `folder` and the database that `environment` names, filled from `start` on."""

    def __init__(self, url: str, folder: Path, environment: dict[str, str], start: date) -> None:
        self._url, self._folder, self._environment, self._start = url, folder, environment, start

    def run(self, today: date, set_clock: Clock) -> Seconds:
        """Extract, load and build what is new on that day; how long each model took."""
        set_clock(today)
        os.environ.update(self._environment)
        bootstrap()
        settings = Settings((self._folder / "landing").as_uri(), self._url, today, None)
        extract(settings, chosen(settings), None if (self._folder / "landing").exists() else self._start)
        load(open_landing(settings.landing_url))
        _build(self._folder)
        with closing(psycopg2.connect("")) as opened, opened.cursor() as cur:
            cur.execute(_RESULTS)
            return {(schema, name): seconds for schema, name, seconds in cur.fetchall()}


@contextmanager
def _history(url: str, last: date, years: int) -> Iterator[History]:
    with (
        tempfile.TemporaryDirectory() as folder,
        own_database(os.environ) as environment,
        patch.dict(os.environ),
    ):
        yield History(url, Path(folder), environment, last.replace(year=last.year - years))


def _build(folder: Path) -> None:
    written = ["--target-path", f"{folder}/target", "--log-path", f"{folder}/logs", "--no-write-json"]
    untested = ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    if not dbtRunner().invoke(["--quiet", "build", "--threads", "1", *untested, *placed(), *written]).success:
        sys.exit("the build failed: see above")


def _fastest(mornings: list[Seconds]) -> Seconds:
    return {model: min(seconds[model] for seconds in mornings) for model in mornings[0]}


def _tell(short: Seconds, long: Seconds, years: int) -> None:
    print(f"one session more, after a history of     1 year  {years} years")
    for schema in ("intermediate", "marts_next"):
        one, many = (sum(s for (found, _), s in each.items() if found == schema) for each in (short, long))
        print(f"{schema:<38} {one:7.2f} s {many:7.2f} s, {many / one:.2f} times")
    print(f"models that take {_SHOWN_SECONDS} s longer, or more:")
    for model in sorted(long, key=lambda model: short[model] - long[model]):
        if long[model] - short[model] >= _SHOWN_SECONDS:
            print(f"{'.'.join(model):<38} {short[model]:7.2f} s {long[model]:7.2f} s")


if __name__ == "__main__":
    sys.exit(main())
