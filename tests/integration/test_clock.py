"""The clock moves between runs: past a split, dividends, late and corrected bars, a new member.

However many mornings a history took, its marts are those of a full refresh, and those of one run that
learns everything on the last morning.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from extract_load.cli import main
from infra.local.simulator.sessions import sessions
from infra.local.simulator.world import (
    CORRECTED_BAR,
    CORRECTED_BAR_ERROR,
    LATE_BAR,
    RECENT_CHANGE,
    SEVEN_FOR_ONE,
)
from tests.clocks import ReplayClock
from tests.integration.conftest import Ask, Clock, dbt_build
from tests.marts import Marts, assert_equal_marts, marts, without_records_of_runs

START = date(2025, 3, 3)
EVENTFUL = [date(2025, 6, day) for day in (13, 17, 24)]
"""Mornings on which something is new, from before all events to after the last."""

WHOLE = ()
UNTESTED = ("--exclude-resource-type", "test")
KEPT = (*UNTESTED, "--select", "+config.materialized:incremental")
"""What one morning leaves to the next: every other table is made anew from these and from what was loaded."""


def run(*options: str, build: Sequence[str] = UNTESTED) -> None:
    """What a pipeline does, but for the publish, with these options of dbt's."""
    assert main(["extract", *options]) == 0
    assert main(["load"]) == 0
    assert dbt_build(*build)


def follow(
    days: Sequence[date], start: date, set_clock: Clock, tested: Sequence[date] = ()
) -> tuple[Marts, Marts]:
    """The marts of the first and of the last of the days, which a full refresh does not change."""
    first, *between, last = days
    set_clock(first)
    run("--start", str(start), build=WHOLE if first in tested else UNTESTED)
    begun = marts("marts_next")
    for today in between:
        set_clock(today)
        run(build=WHOLE if today in tested else KEPT)
    set_clock(last)
    run(build=WHOLE if last in tested else UNTESTED)
    ended = marts("marts_next")
    assert dbt_build("--full-refresh", *UNTESTED)
    assert_equal_marts(ended, marts("marts_next"))
    return begun, ended


def one_run(start: date, world: Ask, landing: Path, monkeypatch: pytest.MonkeyPatch) -> Marts:
    """The marts of one run on an empty warehouse, and a landing zone of nothing but the member lists so far.

    Who was in which industry on an earlier day is the one thing that no later run can ask.
    """
    world("drop schema raw, staging, intermediate, ops, marts, marts_next, marts_previous cascade")
    shutil.copytree(_landing() / "wikipedia", landing / "wikipedia")
    monkeypatch.setenv("LANDING_URL", landing.as_uri())
    run("--start", str(start))
    return marts("marts_next")


def _landing() -> Path:
    return Path(os.environ["LANDING_URL"].removeprefix("file://"))


def assert_equal_but_for_records_of_runs(found: Marts, expected: Marts) -> None:
    assert_equal_marts(without_records_of_runs(found), without_records_of_runs(expected))


def bar(marts: Marts, ticker: str, day: date) -> pd.DataFrame:
    """A day's row of a ticker, or none."""
    stocks = marts["fct_stock_daily"]
    return stocks[(stocks["ticker"] == ticker) & (stocks["trade_date"] == day)]


def restatement(marts: Marts, kind: str, ticker: str, day: date) -> pd.DataFrame:
    """How the close of a ticker's day was restated."""
    rows = marts["rpt_price_restatements"]
    asked = {"kind": kind, "ticker": ticker, "trade_date": day, "field": "close"}
    return rows[(rows[list(asked)] == pd.Series(asked)).all(axis=1)]


def assert_events_passed(first: Marts, last: Marts) -> None:
    """What the mornings are chosen for has happened in between."""
    split, late, corrected, change = SEVEN_FOR_ONE, LATE_BAR, CORRECTED_BAR, RECENT_CHANGE
    assert bar(first, split.ticker, split.day).empty
    assert bar(last, split.ticker, split.day)["split_ratio"].item() == split.ratio
    came = restatement(last, "late", late.ticker, late.session)
    assert came["new_value"].item() == bar(last, late.ticker, late.session)["close"].item()
    moved = restatement(last, "correction", corrected.ticker, corrected.session)
    assert moved["old_value"].item() / moved["new_value"].item() == pytest.approx(CORRECTED_BAR_ERROR, 1e-4)
    assert [
        bar(last, ticker, change.day)["is_member"].item() for ticker in (change.added, change.removed)
    ] == [
        True,
        False,
    ]
    paid = last["fct_stock_daily"].query("dividend > 0")["trade_date"]
    assert sum(paid > first["fct_stock_daily"]["trade_date"].max()) > 5


@pytest.mark.slow
@pytest.mark.longest
def test_fifty_mornings_pass_their_tests_and_give_the_marts_of_a_full_refresh_and_of_one_run(
    set_clock: Clock, world: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # from before a company moves to another sector until the spells know the newest member
    mornings = [day + timedelta(days=1) for day in sessions() if day >= date(2025, 5, 1)][:51]
    first, last = follow(mornings, START, set_clock, tested=[*EVENTFUL, mornings[-1]])
    assert_events_passed(first, last)
    assert_equal_but_for_records_of_runs(last, one_run(START, world, tmp_path / "once", monkeypatch))


@pytest.fixture
def set_recorded_clock(world: Ask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:  # noqa: ARG001
    """Makes it that day, for a replay of recorded history and for what is run."""
    address = os.environ.get("REPLAY_URL")
    if not address:
        pytest.skip("REPLAY_URL names no replay of recorded history")
    monkeypatch.setenv("PROVIDERS_URL", address)
    clock = ReplayClock(address)

    def to(today: date) -> None:
        clock.set(today)
        monkeypatch.setenv("BELLWETHER_TODAY", str(today))

    with clock.put_back():
        yield to


@pytest.mark.slow
def test_fifty_recorded_mornings_give_the_marts_of_a_full_refresh_and_of_one_run(
    set_recorded_clock: Clock, world: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = date(2014, 3, 3)
    mornings = [day.date() for day in pd.bdate_range("2014-05-21", "2014-08-01")]
    first, last = follow(mornings, start, set_recorded_clock)
    assert bar(last, "AAPL", date(2014, 6, 9))["split_ratio"].item() == 7
    assert first["fct_stock_daily"]["trade_date"].max() == date(2014, 5, 20)
    assert_equal_but_for_records_of_runs(last, one_run(start, world, tmp_path / "once", monkeypatch))
