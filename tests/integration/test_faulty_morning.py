"""A morning on which providers are wrong in twenty ways publishes all else; the next one is whole again."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import requests

from infra.local.simulator import Simulator
from infra.local.simulator.world import DEFAULT_TODAY
from tests.built_world import BuiltWorld
from tests.integration.conftest import READER, ask, ran
from tests.integration.provider import answer, provider
from tests.marts import assert_equal_marts, marts, without_records_of_runs

TOMORROW, DAY_AFTER = (DEFAULT_TODAY + timedelta(days=days) for days in (1, 2))
SATURDAY, FRIDAY, THURSDAY = date(2025, 6, 28), date(2025, 6, 27), date(2025, 6, 26)
MONDAY = date(2025, 6, 30)

Change = Callable[[Any], None]


def _stamp(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 13, 30, tzinfo=UTC).timestamp())


def _quote(chart: Any) -> tuple[list[int], dict[str, list[Any]]]:
    (result,) = chart["chart"]["result"]
    return result["timestamp"], result["indicators"]["quote"][0]


def _row(chart: Any, day: date) -> int:
    stamps, _ = _quote(chart)
    return next(row for row, stamp in enumerate(stamps) if datetime.fromtimestamp(stamp, UTC).date() == day)


def _saturday(chart: Any) -> None:
    """A bar on a day that is no session, of no volume."""
    stamps, quote = _quote(chart)
    row = _row(chart, FRIDAY) + 1
    stamps.insert(row, _stamp(SATURDAY))
    for name, values in quote.items():
        values.insert(row, 0 if name == "volume" else values[row - 1])
    for adjusted in chart["chart"]["result"][0]["indicators"].get("adjclose", ()):
        adjusted["adjclose"].insert(row, adjusted["adjclose"][row - 1])


def _of_quote(name: str, day: date, change: Callable[[Any], Any]) -> Change:
    def changed(chart: Any) -> None:
        values, row = _quote(chart)[1][name], _row(chart, day)
        values[row] = change(values[row])

    return changed


def _times(factor: float, day: date) -> Change:
    def changed(chart: Any) -> None:
        for name in ("open", "high", "low", "close"):
            _of_quote(name, day, lambda price: factor * price)(chart)

    return changed


def _halved_and_without_a_close(chart: Any) -> None:
    """An index that loses half in a day is possible, and stops nothing."""
    _times(0.5, FRIDAY)(chart)
    _of_quote("close", THURSDAY, lambda _: None)(chart)


def _without_close(chart: Any) -> None:
    _quote(chart)[1]["close"] = None  # type: ignore[assignment]


def _without_stamp(chart: Any) -> None:
    _quote(chart)[0][_row(chart, THURSDAY)] = None  # type: ignore[call-overload]


def _with_events(kind: str, event: dict[str, Any]) -> Change:
    def changed(chart: Any) -> None:
        chart["chart"]["result"][0].setdefault("events", {}).setdefault(kind, {})["9"] = event

    return changed


def _below_highest(weather: Any) -> None:
    """One place's lowest temperature is above its highest, and another's rain below nothing."""
    weather[3]["daily"]["temperature_2m_min"][-3] = 50
    weather[4]["daily"]["precipitation_sum"][-3] = -5


def _iso(timeline: Any) -> None:
    """Days in another form, one of them no day, one with more articles on depression than articles."""
    points = timeline["timeline"][0]["data"]
    for point in points:
        day = point["date"]
        point["date"] = f"{day[:4]}-{day[4:6]}-{day[6:8]}T00:00:00Z"
    points[-3]["value"] = points[-3]["norm"] + 1
    points.append({**points[-1], "date": "2025-02-30T00:00:00Z"})


def _negative_views(pageviews: Any) -> None:
    pageviews["items"][-3]["views"] = -7
    pageviews["items"].append({**pageviews["items"][-1], "timestamp": "someday"})


JSON_FAULTS: dict[str, Change] = {
    "/chart/^VIX": _saturday,
    "/chart/^GSPC": _halved_and_without_a_close,
    "/chart/OAKM": _saturday,
    "/chart/GRID": _of_quote("volume", FRIDAY, lambda volume: -volume),
    "/chart/ARBO": _times(100, THURSDAY),
    "/chart/CLVX": _without_close,
    "/chart/KESL": _without_stamp,
    "/chart/QNTL": _with_events("splits", {"numerator": 2, "denominator": 1}),
    "/chart/SILQ": _with_events("dividends", {"date": _stamp(THURSDAY), "amount": -3}),
    "/chart/PHLX": _with_events("dividends", {"date": _stamp(THURSDAY), "amount": 9, "currency": "EUR"}),
    "/chart/MDWY": _with_events("dividends", {"date": _stamp(SATURDAY), "amount": 0.5}),
    "/v1/archive": _below_highest,
    "/doc/doc": _iso,
    "Depression_(mood)": _negative_views,
}
TEXT_FAULTS: dict[str, Callable[[str], str]] = {
    "id=VIXCLS": lambda body: body + "someday,18\n\n",
    "id=USEPUINDXD": lambda body: body.replace("2025-06-26,", "2025-06-26,-"),
    "sp500_ticker_start_end.csv": lambda body: "".join(body.splitlines(keepends=True)[:25]),
    "/w/api.php": lambda body: body.replace(">GRID<", ">GRID[citation needed]<"),
}
GONE = b'{"finance":{"result":null,"error":{"code":"Not Found","description":"No such endpoint"}}}'


@contextmanager
def faulty(simulator: Simulator, faults: dict[str, Change] = JSON_FAULTS) -> Iterator[str]:
    """The simulated providers with all these faults, or with these of JSON alone."""

    def changed(handler: BaseHTTPRequestHandler) -> None:
        path = unquote(handler.path)
        real = requests.get(simulator.url + handler.path, headers=dict(handler.headers), timeout=60)
        body = real.text
        for match, change in faults.items():
            if match in path and real.status_code == 200:
                document = json.loads(body)
                change(document)
                body = json.dumps(document)
        for match, reword in TEXT_FAULTS.items() if faults is JSON_FAULTS else ():
            body = reword(body) if match in path else body
        if "/chart/VYBR" in path and faults is JSON_FAULTS:
            answer(handler, GONE, 404)
        else:
            answer(handler, body.encode(), real.status_code, Server="bellwether-simulator")

    with provider(changed) as url:
        yield url


def run(today: date, providers: str, *command: str) -> subprocess.CompletedProcess[str]:
    return ran(*(command or ["pipeline"]), BELLWETHER_TODAY=str(today), PROVIDERS_URL=providers)


def drop_a_bad_export() -> None:
    inbox = Path(os.environ["LANDING_URL"].removeprefix("file://")) / "inbox" / "google_trends"
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / "multiTimeline.csv").write_text(
        "Week,depression: (United States)\n2025-06-01 - 2025-06-07,999\n"
    )


def assert_readers_are_told_and_have_the_rest() -> None:
    told = set(
        ask("select source, subject, date_day, split_part(reason, ' ', 1) from marts.rpt_rows_set_aside")
    )
    assert told >= {
        ("yahoo", "^VIX", SATURDAY, "the"),
        ("yahoo", "OAKM", SATURDAY, "the"),
        ("yahoo", "GRID", FRIDAY, "volume"),
        ("yahoo", "ARBO", THURSDAY, "close"),
        ("yahoo", "SILQ", THURSDAY, "amount"),
        ("yahoo", "PHLX", THURSDAY, "currency"),
        ("fred", "USEPUINDXD", THURSDAY, "value"),
    }
    assert {source for source, *_ in told} == {"yahoo", "fred", "gdelt", "wikimedia", "open_meteo"}
    failed = dict(
        ask(
            "select subject, status from marts.fct_extraction_outcomes where run_date = %s and status != 'ok'"
            " and status != 'not_found'",
            TOMORROW,
        )
    )
    assert failed == {
        "CLVX": "failed",
        "QNTL": "failed",
        "VYBR": "failed",
        "spells": "refused",
        "List_of_S&P_500_companies": "refused",
        "multiTimeline.csv": "refused",
    }
    assert ask(
        "select volume from marts.fct_stock_daily where ticker = 'GRID' and trade_date = %s", FRIDAY
    ) == [(None,)]
    paid = (
        "select ticker, trade_date, dividend from marts.fct_stock_daily where ticker in ('MDWY', 'PHLX')"
        " and trade_date >= %s and dividend > 0"
    )
    assert ask(paid, THURSDAY) == [("MDWY", MONDAY, 0.5)]
    assert ask("select index_close > 0 from marts.fct_market_daily where trade_date = %s", THURSDAY) == [
        (True,)
    ]


@pytest.mark.slow
@pytest.mark.usefixtures("published")
def test_it_publishes_and_once_providers_have_mended_it_the_marts_are_as_if_nothing_had_been(
    simulator: Simulator, published_world: BuiltWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulator.set_clock(TOMORROW)
    drop_a_bad_export()
    with faulty(simulator) as url:
        done = run(TOMORROW, url)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "rows set aside" in done.stdout
    assert_readers_are_told_and_have_the_rest()
    simulator.set_clock(DAY_AFTER)
    assert run(DAY_AFTER, simulator.url).returncode == 0
    mended = marts(**READER)
    assert mended["rpt_rows_set_aside"].empty
    with published_world.copied(tmp_path / "clean", simulator.url) as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert run(DAY_AFTER, simulator.url).returncode == 0
        assert_equal_marts(without_records_of_runs(mended), without_records_of_runs(marts(**READER)))


@pytest.mark.slow
@pytest.mark.usefixtures("published")
def test_too_much_of_the_newest_session_asks_a_person(simulator: Simulator) -> None:
    simulator.set_clock(TOMORROW)
    negative = _of_quote("volume", DEFAULT_TODAY, lambda volume: -volume)
    with faulty(simulator, {f"/chart/{ticker}": negative for ticker in ("ARBO", "CLVX", "KESL")}) as url:
        refused = run(TOMORROW, url)
    assert refused.returncode == 1
    assert (
        f"the bars of 3 of 61 members on {DEFAULT_TODAY} are set aside, more than 2%: ARBO" in refused.stderr
    )
    command = ("accept", "--set-aside", "yahoo", str(DEFAULT_TODAY))
    assert " ".join(command) in refused.stderr
    accepted = run(TOMORROW, simulator.url, *command)
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    assert ask("select count(*), max(date_day) from raw.rows_accepted") == [(3, DEFAULT_TODAY)]
    assert ask("select max(trade_date) from marts.fct_stock_daily") == [(DEFAULT_TODAY,)]
    assert run(TOMORROW, simulator.url, "accept", "--set-aside", "yahoo", "2024-13-01").returncode == 2
