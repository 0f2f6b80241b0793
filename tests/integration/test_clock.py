"""The clock moves between runs: past a split, a holiday, late and corrected bars, a membership change."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from infra.local.simulator import Simulator
from tests.integration.conftest import READER, Ask
from tests.marts import Marts, assert_equal_marts, published_marts

START = "2025-03-03"


@pytest.fixture
def world(tmp_path: Path, simulator: Simulator, warehouse: Ask, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """A warehouse, and an environment in which a pipeline asks the simulated providers."""
    monkeypatch.setenv("PROVIDERS_URL", simulator.url)
    monkeypatch.setenv("DBT_TARGET_PATH", str(tmp_path / "target"))
    monkeypatch.setenv("DBT_LOG_PATH", str(tmp_path / "logs"))
    monkeypatch.delenv("TIINGO_API_KEY", raising=False)
    return warehouse


def run(landing: Path, today: date, *options: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("LANDING_URL", landing.as_uri())
    monkeypatch.setenv("BELLWETHER_TODAY", str(today))
    command = [sys.executable, "-m", "extract_load", "pipeline", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def fresh(world: Ask, landing: Path, today: date, monkeypatch: pytest.MonkeyPatch) -> Marts:
    """The marts of one run on an empty warehouse."""
    world("drop schema raw, staging, intermediate, ops, marts, marts_next, marts_previous cascade")
    run(landing, today, "--start", START, monkeypatch=monkeypatch)
    return published_marts(**READER)


def follow(
    days: list[date], simulator: Simulator, world: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run on each of the days, then compare with one run on the last."""
    for number, today in enumerate(days):
        simulator.set_clock(today)
        run(tmp_path / "daily", today, *(() if number else ("--start", START)), monkeypatch=monkeypatch)
    daily = published_marts(**READER)
    assert daily["fct_stock_daily"]["trade_date"].max() == max(d for d in _sessions(daily) if d < days[-1])
    assert_equal_marts(daily, fresh(world, tmp_path / "once", days[-1], monkeypatch))


def _sessions(marts: Marts) -> list[date]:
    days = marts["dim_date"]
    return list(days.loc[days["is_session"], "date_day"])


def test_runs_before_and_after_a_split_and_a_correction_give_the_marts_of_one_run(
    simulator: Simulator, world: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [date(2025, 6, 13), date(2025, 6, 17)]
    follow(days, simulator, world, tmp_path, monkeypatch)


@pytest.mark.slow
def test_daily_runs_give_the_marts_of_one_run(
    simulator: Simulator, world: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [date(2025, 6, day) for day in (11, 12, 13, 14, 17, 18, 20)]
    follow(days, simulator, world, tmp_path, monkeypatch)


@pytest.mark.slow
def test_a_run_among_faults_publishes_nothing_wrong_and_the_next_one_heals(
    simulator: Simulator, world: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = date(2025, 6, 17)
    simulator.set_clock(today)
    simulator.set_faults(0.5)
    monkeypatch.setenv("BELLWETHER_TODAY", str(today))
    monkeypatch.setenv("LANDING_URL", (tmp_path / "faulty").as_uri())
    command = [sys.executable, "-m", "extract_load", "pipeline", "--start", START]
    subprocess.run(command, capture_output=True, check=False, timeout=600)
    simulator.set_faults(0.0)
    run(tmp_path / "faulty", today, "--start", START, monkeypatch=monkeypatch)
    healed = published_marts(**READER)
    assert_equal_marts(healed, fresh(world, tmp_path / "once", today, monkeypatch))
