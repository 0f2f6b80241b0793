"""How the dbt project builds: from scratch, from what a load has changed, and never in place."""

import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from extract_load.dbt_build import PROJECT, placed
from tests.integration.conftest import Ask, dbt

pytestmark = pytest.mark.usefixtures("world")
SESSIONS = [date(2024, 3, day) for day in (1, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 18)]
UNTESTED = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
PRICES = (
    "int_split_factors",
    "int_actions_dated",
    "int_actions_lent",
    "int_actions_told",
    "int_corporate_actions",
    "int_quotes_unioned",
    "int_quotes_daily",
    "int_quote_revisions",
    "int_bars_told",
    "int_bars_daily",
    "int_returns_daily",
)


class Yahoo:
    """Loads answers about one ticker, straight into the raw tables."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._loads = 0

    def answer(
        self,
        asked_on: date,
        closes: Mapping[date, float],
        dividends: Iterable[tuple[date, float]] = (),
        splits: Iterable[tuple[date, float]] = (),
        late: bool = False,
    ) -> None:
        """One answer, in a load of its own; one that comes `late` was given the day before `asked_on`."""
        self._loads += 1
        given = datetime(asked_on.year, asked_on.month, asked_on.day, 12, tzinfo=UTC) - timedelta(days=late)
        lineage = {"object_key": f"yahoo/{self._loads}", "object_version": "v", "line_number": 1}
        self._row = {**lineage, "extracted_at": given, "load_id": self._loads, "ticker": "AAA"}
        window = {"window_start": min(closes), "window_end": asked_on, "asked_on": asked_on}
        self._insert("yahoo_charts", window)
        for index, (day, close) in enumerate(closes.items()):
            prices = dict.fromkeys(("open", "high", "low", "close"), close)
            self._insert("yahoo_bars", {**_at("bar_time", day), **prices, "volume": 7000, "bar_index": index})
        for day, amount in dividends:
            self._insert("yahoo_dividends", {**_at("event_time", day), "amount": amount})
        for day, ratio in splits:
            self._insert("yahoo_splits", {**_at("event_time", day), "numerator": ratio, "denominator": 1})

    def _insert(self, table: str, values: Mapping[str, Any]) -> None:
        row = {**self._row, **values}
        places = ", ".join(["%s"] * len(row))
        self._ask(f"insert into raw.{table} ({', '.join(row)}) values ({places})", *row.values())


def _at(column: str, day: date) -> dict[str, Any]:
    opened = datetime(day.year, day.month, day.day, 14, 30, tzinfo=UTC)
    return {column: int(opened.timestamp()), "exchange_timezone": "America/New_York"}


def _closes(start: int, end: int, factor: float = 1.0) -> dict[date, float]:
    return {day: (100 + 3 * number) * factor for number, day in enumerate(SESSIONS) if start <= number < end}


def _history(ask: Ask) -> list[tuple[Any, ...]]:
    return ask(
        "select ticker, trade_date, close::numeric(20, 9), volume, dividend::numeric(20, 9), split_ratio,"
        " price_return::numeric(20, 9), total_return::numeric(20, 9), volatility_7d::numeric(20, 9)"
        " from intermediate.int_returns_daily order by 1, 2"
    )


@pytest.mark.slow
def test_any_sequence_of_loads_gives_the_history_of_a_full_refresh(warehouse: Ask) -> None:
    yahoo = Yahoo(warehouse)
    split, paid = (SESSIONS[8], 7.0), (SESSIONS[6], 0.5)
    gap = {day: close for day, close in _closes(0, 8).items() if day != SESSIONS[3]}
    yahoo.answer(SESSIONS[8], gap, dividends=[(SESSIONS[2], 1.0), paid])
    assert dbt("build", "--select", "+int_returns_daily", *UNTESTED).success

    # a split, quoted in new shares over the days asked for; then the whole window again, with the late bar
    quoted = [(paid[0], paid[1] / 7)]
    yahoo.answer(SESSIONS[9], _closes(6, 9, 1 / 7), dividends=quoted, splits=[split])
    assert dbt("run", "--select", *PRICES).success
    whole = _closes(0, 10, 1 / 7)
    yahoo.answer(SESSIONS[10], whole, dividends=[(SESSIONS[2], 1 / 7), *quoted], splits=[split])
    assert dbt("run", "--select", *PRICES).success

    # a dividend withdrawn, a close corrected, a bar twice, and an older answer that is loaded only now
    corrected = _closes(6, 11, 1 / 7) | {SESSIONS[9]: 20.0}
    yahoo.answer(SESSIONS[11], corrected, splits=[split])
    yahoo.answer(SESSIONS[11], _closes(7, 11, 5.0), dividends=[(SESSIONS[10], 9.0)], late=True)
    assert dbt("run", "--select", *PRICES).success
    healed = _history(warehouse)

    assert dbt("run", "--select", *PRICES, "--full-refresh").success
    assert healed == _history(warehouse)
    assert [row[1] for row in healed] == SESSIONS[:11]
    by_day = {row[1]: row for row in healed}
    assert float(by_day[SESSIONS[9]][2]) == 20.0
    assert {day: float(row[4]) for day, row in by_day.items() if row[4]} == {SESSIONS[2]: 1.0}
    assert float(by_day[SESSIONS[8]][6]) == pytest.approx(124 / 121 - 1, rel=1e-4)


@pytest.mark.slow
def test_what_is_told_for_a_sunday_counts_on_monday_whatever_days_were_asked_for(warehouse: Ask) -> None:
    friday, sunday, monday = SESSIONS[5], date(2024, 3, 10), SESSIONS[6]
    yahoo = Yahoo(warehouse)
    paid = [(sunday, 0.5), (monday, 0.25)]
    yahoo.answer(monday, _closes(0, 6))
    yahoo.answer(SESSIONS[7], _closes(3, 7, 1 / 7), dividends=paid, splits=[(sunday, 7.0)])
    yahoo.answer(SESSIONS[8], _closes(6, 8, 1 / 7), dividends=paid[1:])
    assert dbt("build", "--select", "+int_returns_daily", "+int_split_adjustments", *UNTESTED).success
    # one that knows of no Sunday, and says nothing else than the one before
    yahoo.answer(SESSIONS[9], _closes(6, 9, 1 / 7), dividends=paid[1:])
    assert dbt("run", "--select", *PRICES, "int_split_adjustments").success
    healed = _history(warehouse)
    by_day = {row[1]: row for row in healed}
    assert [float(value) for value in by_day[friday][2:6]] == [115, 1000, 0, 1]
    assert [float(value) for value in by_day[monday][4:6]] == [0.75, 7]
    assert float(by_day[monday][6]) == pytest.approx(118 / 115 - 1, rel=1e-4)
    assert warehouse("select valid_to, factor from intermediate.int_split_adjustments") == [(monday, 7)]
    assert warehouse(
        "select count(*) from intermediate.int_quote_revisions where trade_date = %s", monday
    ) == [(1,)]
    assert dbt("run", "--select", *PRICES, "--full-refresh").success
    assert healed == _history(warehouse)


@pytest.mark.slow
def test_only_a_changed_project_is_built_from_scratch_and_a_changed_seed_is_one(
    warehouse: Ask, tmp_path: Path
) -> None:
    from dbt.cli.main import dbtRunner

    project = tmp_path / "dbt_project"
    shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    Yahoo(warehouse).answer(SESSIONS[3], _closes(0, 3), dividends=[(SESSIONS[1], 50.0)])

    def quotes_written(select: str = "int_quote_revisions") -> str:
        command = ["--quiet", "build", "--select", select, *UNTESTED, *placed(project)]
        assert dbtRunner().invoke(command).success
        told = "select message from ops.build_results where name = %s order by finished_at desc"
        return str(warehouse(told, "int_quote_revisions")[0][0])

    def paid() -> float:
        day = "select dividend from intermediate.int_returns_daily where trade_date = %s"
        return float(warehouse(day, SESSIONS[1])[0][0])

    assert quotes_written("+int_returns_daily") == "ALTER TABLE"
    assert paid() == 50
    assert quotes_written() == "INSERT 0 0"
    macro = project / "macros" / "during.sql"
    macro.write_text(macro.read_text().replace(" >= ", "  >= "))
    assert quotes_written() == "ALTER TABLE"
    assert quotes_written() == "INSERT 0 0"
    seed = project / "seeds" / "price_corrections.csv"
    seed.write_text(f"{seed.read_text()}AAA,{SESSIONS[1]},dividend,0.5,misplaced point,report\n")
    assert quotes_written("+int_returns_daily") == "ALTER TABLE"
    assert paid() == 0.5


def test_published_marts_are_never_built_in_place(warehouse: Ask) -> None:
    assert not dbt("run", "--target", "published", "--select", "dim_date").success
    assert warehouse("select count(*) from pg_tables where schemaname = 'marts'") == [(0,)]
    assert warehouse("select count(*) from ops.build_results") == [(0,)]


def test_every_result_is_recorded_beside_all_that_might_have_run(warehouse: Ask) -> None:
    assert dbt("build", "--select", "+int_sessions", "--indirect-selection", "cautious").success
    assert warehouse(
        "select distinct status, command from ops.build_results where resource_type = 'test'"
    ) == [("pass", "build")]
    nodes = (
        "select count(*) from ops.build_nodes where resource_type = 'model' and schema_name = 'marts_next'"
    )
    assert warehouse(nodes)[0][0] >= 7

    # no bar yet: what reads them fails, and says why
    assert not dbt("test", "--select", "assert_index_bars_match_sessions").success
    failed = warehouse("select status, message from ops.build_results where command = 'test'")
    assert [status for status, _ in failed] == ["error"]
    assert "does not exist" in failed[0][1]
