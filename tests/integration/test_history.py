"""Months of the member page's past from the simulated provider: each asked once, judged, kept."""

import json
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extract_load.catalog import SOURCES, chosen
from extract_load.config import Settings
from extract_load.envelope import Envelope, Status
from extract_load.extract.parts import read_part
from extract_load.extract.report import Report
from extract_load.extract.run import extract
from extract_load.landing import Landing, open_landing
from infra.local.simulator import Simulator

REVISIONS = "wikipedia_revisions"
TODAY, NEXT_DAY = date(2025, 7, 1), date(2025, 7, 2)
START = date(2025, 4, 1)
MONTHS = ["2025-06", "2025-05", "2025-04", "2025-03"]
"""Every month that has ended, from the one before START."""

Run = Callable[..., Report]
Lists = dict[str, list[tuple[str, int | None]]]
"""Of each month what became of its lists, in the order in which they were tried: status and revision."""


@pytest.fixture
def run(simulator: Simulator, settings: Settings) -> Run:
    """Asks for the page of today, and its past."""

    def ran(start: date | None = START, today: date = TODAY, budget: float | None = None) -> Report:
        simulator.set_clock(today)
        now = replace(settings, today=today)
        extract(now, chosen(now, ["wikipedia"]), start)
        return extract(now, chosen(now, [REVISIONS]), start, budget=budget)

    return ran


def landed(landing: Landing) -> dict[str, list[Envelope]]:
    """What has landed of each month but failures, in order."""
    found = defaultdict(list)
    for stored in sorted(landing.list(f"{REVISIONS}/"), key=lambda stored: stored.key):
        for envelope in read_part(landing, stored.key):
            if envelope.outcome.status is not Status.FAILED:
                found[envelope.subject].append(envelope)
    return dict(found)


def lists(landing: Landing) -> Lists:
    return {
        month: [(str(e.outcome.status), e.context.get("revision")) for e in envelopes]
        for month, envelopes in landed(landing).items()
    }


def statuses(landing: Landing) -> dict[str, list[str]]:
    return {month: [status for status, _ in found] for month, found in lists(landing).items()}


def edited(day: str) -> int:
    """The revision that the simulated page's edit of a day made."""
    return 1_200_000_000 + date.fromisoformat(day).toordinal()


def spoilt(*days: str, times: int = 1) -> list[dict[str, Any]]:
    """Steps after which the lists of these days name a sector that there is not."""
    return [
        {"match": f"oldid={edited(day)}", "replace": {">Energy<": ">Cats<"}, "times": times} for day in days
    ]


def requests(simulator: Simulator) -> int:
    answered: Any = simulator.stats()["requests"]
    return sum(answered.values())


def members(envelope: Envelope) -> dict[str, Sequence[Any]]:
    """The columns that a month's list becomes."""
    (source,) = (source for source in SOURCES if source.name == REVISIONS)
    ((_, columns),) = source.rows(envelope)
    return dict(columns)


def test_every_month_that_has_ended_is_asked_for_once(
    run: Run, landing: Landing, simulator: Simulator
) -> None:
    assert run().failed == 0
    assert statuses(landing) == {month: ["ok"] for month in MONTHS}
    before = requests(simulator)
    assert run().sources[0].statuses == {}
    (nothing_asked,) = run(today=NEXT_DAY).sources
    assert (nothing_asked.statuses, nothing_asked.measures()["AnsweredShare"]) == ({}, 100)
    assert requests(simulator) == before + 2  # today's page, twice


def test_a_month_takes_a_request_and_all_of_them_one_more(
    run: Run, simulator: Simulator, landing: Landing
) -> None:
    run()
    # today's page, the list of revisions, and one page of the month before the first to judge that one by
    assert requests(simulator) == len(MONTHS) + 3
    assert list(lists(landing)["2025-05"]) == [("ok", edited("2025-05-24"))]


def test_a_month_is_asked_for_once_it_has_ended(run: Run, landing: Landing, simulator: Simulator) -> None:
    run()
    before = requests(simulator)
    run(start=None, today=date(2025, 8, 1))
    assert requests(simulator) == before + 3  # the page, the list of revisions, the month: June has landed
    assert list(lists(landing)) == [*MONTHS, "2025-07"]
    assert set(lists(landing)) - set(MONTHS) == {"2025-07"}


def test_a_list_is_of_the_day_on_which_it_was_edited(run: Run, landing: Landing) -> None:
    run()
    columns = members(landed(landing)["2025-05"][0])
    assert set(columns["observed_on"]) == {date(2025, 5, 24)}
    assert set(columns["revision"]) == {edited("2025-05-24")}


def test_lists_of_every_layout_are_read(run: Run, landing: Landing) -> None:
    assert run(start=date(2020, 12, 15), today=date(2023, 1, 2)).failed == 0
    for month, has_ciks in {"2020-11": False, "2021-06": True, "2022-12": True}.items():
        columns = members(landed(landing)[month][-1])
        assert set(map(bool, columns["cik"])) == {has_ciks}
        for column in ("symbol", "security", "gics_sector", "gics_sub_industry", "headquarters_location"):
            assert all(columns[column])


def test_a_month_whose_neighbour_failed_is_asked_for_by_the_next_run_with_all_before_it(
    run: Run, landing: Landing, simulator: Simulator
) -> None:
    simulator.script([{"match": f"oldid={edited('2025-04-24')}", "status": 400, "body": "no"}])
    assert run().failed == 3
    assert statuses(landing) == {"2025-06": ["ok"]}
    assert run(today=NEXT_DAY).failed == 0
    assert statuses(landing) == {month: ["ok"] for month in MONTHS}


def test_without_the_list_of_revisions_every_month_waits(run: Run, simulator: Simulator) -> None:
    simulator.script([{"match": "prop=revisions", "status": 400, "body": "no"}])
    report = run()
    assert (report.failed, report.sources[0].measures()["AnsweredShare"]) == (len(MONTHS), 0)
    assert "waits for 2025-06, which failed" in str(report)


def test_what_does_not_fit_into_the_budget_is_asked_for_by_the_next_run(run: Run, landing: Landing) -> None:
    assert run(budget=0.0).failed == len(MONTHS)
    assert run(today=NEXT_DAY).failed == 0
    assert statuses(landing) == {month: ["ok"] for month in MONTHS}


def test_a_refused_list_gives_way_to_the_one_before_it_in_its_month(
    run: Run, landing: Landing, simulator: Simulator
) -> None:
    simulator.script(spoilt("2025-05-24"))
    assert run().failed == 0
    assert lists(landing)["2025-05"] == [("refused", edited("2025-05-24")), ("ok", edited("2025-05-08"))]
    refused, _ = landed(landing)["2025-05"]
    assert "malformed: 'Cats'" in refused.outcome.message
    assert ">Cats<" in (refused.body or "")


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"error": {"code": "nosuchrevid", "info": "There is no revision with this ID."}}),
        json.dumps({"parse": {"title": "List of S&P 500 companies", "revid": 7, "text": "<p>Blank</p>"}}),
    ],
    ids=["deleted", "blanked"],
)
def test_a_list_that_is_gone_gives_way_too(
    run: Run, landing: Landing, simulator: Simulator, body: str
) -> None:
    simulator.script([{"match": f"oldid={edited('2025-05-24')}", "body": body}])
    assert run().failed == 0
    assert statuses(landing)["2025-05"] == ["refused", "ok"]


def test_a_month_whose_lists_are_all_refused_is_closed(
    run: Run, landing: Landing, simulator: Simulator
) -> None:
    simulator.script(spoilt("2025-05-24", "2025-05-08", "2025-05-05", times=2))
    assert run().failed == 0
    assert statuses(landing) == {
        "2025-06": ["ok"],
        "2025-05": ["refused"] * 3,
        "2025-04": ["ok"],
        "2025-03": ["ok"],
    }
    assert run(today=NEXT_DAY).sources[0].statuses == {}


def test_after_five_older_lists_a_month_gives_up(run: Run, landing: Landing, simulator: Simulator) -> None:
    edits = [f"2025-{month:02}-{day:02}" for month in (5, 4, 3, 2) for day in (24, 8)]
    told = [
        {"revid": edited(day), "timestamp": f"2025-06-{30 - number}T12:00:00Z"}
        for number, day in enumerate(edits)
    ]
    listing = {"query": {"pages": [{"revisions": told}]}}
    simulator.script([{"match": "prop=revisions", "body": json.dumps(listing)}, *spoilt(*edits[:6], times=2)])
    assert run(start=date(2025, 6, 2)).failed == 0
    assert lists(landing)["2025-06"] == [("refused", edited(day)) for day in edits[:6]]
    assert statuses(landing)["2025-05"] == ["empty"]


def test_a_month_without_an_edit_is_empty(run: Run, landing: Landing) -> None:
    run(start=date(2022, 1, 3), today=date(2022, 5, 2))
    (empty,) = landed(landing)["2022-02"]
    assert (empty.outcome.status, empty.outcome.message) == (
        Status.EMPTY,
        "the page was not edited in this month",
    )


def test_a_month_whose_object_is_gone_is_asked_for_again(
    run: Run, landing: Landing, settings: Settings
) -> None:
    run()
    before = lists(landing)
    (stored,) = landing.list(f"{REVISIONS}/")
    (Path(settings.landing_url.removeprefix("file://")) / stored.key).unlink()
    assert run(today=NEXT_DAY).failed == 0
    assert lists(landing) == before


@pytest.mark.parametrize("seed", range(2))
def test_which_lists_are_accepted_does_not_depend_on_when_they_landed(
    simulator: Simulator, settings: Settings, seed: int
) -> None:
    first, today = date(2022, 1, 3), date(2023, 7, 3)
    bad = ["2023-05-24", "2022-11-24", "2022-11-08", "2022-09-24"]
    dice = random.Random(seed)

    def asked(folder: str, starts: Sequence[date], fails: bool) -> Lists:
        now = replace(settings, today=today, landing_url=f"{settings.landing_url}/{folder}")
        simulator.set_clock(today)
        extract(now, chosen(now, ["wikipedia"]), first)
        for start in starts:
            for attempt in range(4):
                month = (
                    f"oldid={edited(dice.choice(['2023-02-24', '2022-12-24', '2022-10-24', '2022-06-24']))}"
                )
                failure = [{"match": month, "status": 400, "body": "no"}] if fails and attempt < 3 else []
                simulator.script([*failure, *spoilt(*bad, times=9)])
                extract(now, chosen(now, [REVISIONS]), start)
        return lists(open_landing(now.landing_url))

    in_one_go = asked("one", [first], fails=False)
    assert in_one_go["2022-11"][-1][0] == "refused"
    assert in_one_go["2022-09"][-1] == ("ok", edited("2022-09-08"))
    starts = [date(2023, 6, 1), date(2022, dice.randrange(8, 13), 1), date(2022, 4, 1), first]
    assert asked("bit by bit", starts, fails=True) == in_one_go
