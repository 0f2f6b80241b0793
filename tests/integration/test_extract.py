"""Extract from simulated providers into a folder, a run after the other."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from extract_load.catalog import INDICES, chosen
from extract_load.config import ConfigError, Settings
from extract_load.envelope import Envelope, Status
from extract_load.extract.documents import newest
from extract_load.extract.parts import read_part
from extract_load.extract.report import Report
from extract_load.extract.run import extract
from extract_load.extract.tickers import tickers_in
from extract_load.landing import Landing, open_landing
from extract_load.source import Window
from infra.local.simulator import Simulator, world

Run = Callable[..., Report]

TODAY = date(2025, 7, 1)
START, DAY_1, DAY_2, DAY_3 = (date(2025, 5, 1), date(2025, 6, 13), date(2025, 6, 18), date(2025, 6, 24))


@pytest.fixture
def run(simulator: Simulator, settings: Settings) -> Run:
    """Runs extract for some sources on a day, which becomes the providers' too."""

    def ran(
        *names: str,
        today: date = settings.today,
        start: date | None = None,
        end: date | None = None,
        budget: float | None = None,
        continues: bool = False,
    ) -> Report:
        simulator.set_clock(today)
        now = replace(settings, today=today)
        return extract(now, chosen(now, names), start, end, budget, continues)

    return ran


def counts(report: Report) -> dict[str, dict[str, int]]:
    return {
        source.source: {str(status): count for status, count in source.statuses.items()}
        for source in report.sources
    }


def answers(landing: Landing, source: str, day: date) -> list[Envelope]:
    keys = [s.key for s in landing.list(f"{source}/date={day}/")]
    return [envelope for key in keys for envelope in read_part(landing, key)]


def windows(landing: Landing, source: str, day: date) -> dict[str, tuple[date, date]]:
    return {e.subject: (e.start, e.end) for e in answers(landing, source, day)}


def versions(landing: Landing) -> dict[str, str]:
    return {stored.key: stored.version for stored in landing.list()}


def test_a_run_lands_every_source_and_a_second_one_finds_nothing_new(run: Run, landing: Landing) -> None:
    first = run(start=date(2025, 6, 1))
    before = versions(landing)
    second = run(start=date(2025, 6, 1))
    assert first.failed == 0
    asked_once = {"wikipedia_revisions": {"ok": 2}}
    assert counts(first) == counts(second) | asked_once
    assert [source.written for source in first.sources if source.statuses] == [1] * 8
    assert [source.written for source in second.sources] == [0] * 9
    # which says that every month was asked for before
    ended = "state/wikipedia_revisions/date=2025-07-01.json"
    assert versions(landing) | {ended: ""} == before | {ended: ""}


def test_the_days_go_on(run: Run, landing: Landing) -> None:
    """One story, since each run of prices takes a second: late truth, a restated past, a new member."""
    prices = ("wikipedia", "membership_spells", "yahoo")
    run(*prices, today=DAY_1, start=START)
    assert set(windows(landing, "yahoo", DAY_1).values()) == {(START, date(2025, 6, 12))}

    run(*prices, today=DAY_2)
    # what has landed is asked again for the revision window alone, the dead for everything
    asked = windows(landing, "yahoo", DAY_2)
    assert asked["AERO"] == (date(2025, 6, 3), date(2025, 6, 17))
    assert asked["GRID"] == asked["AERO"]

    run(*prices, today=DAY_3)
    asked = windows(landing, "yahoo", DAY_3)
    # GRID's close of 12 June was corrected by 3 %: whatever else it restated, all of it is asked again
    assert world.CORRECTED_BAR.ticker == "GRID"
    assert asked["GRID"] == (START, date(2025, 6, 23))
    # KESL was split seven for one between the runs: its closes as traded did not move
    assert world.SEVEN_FOR_ONE.ticker == "KESL"
    assert asked["KESL"] == asked["AERO"] == (date(2025, 6, 8), date(2025, 6, 23))
    # CHAT became a member on 23 June, which the page alone knows: it gets the full window
    assert world.RECENT_CHANGE.added == "CHAT"
    assert asked["CHAT"] == (START, date(2025, 6, 23))
    assert "CHAT" not in windows(landing, "yahoo", DAY_2)


def test_a_source_resumes_from_what_it_landed_last(run: Run, landing: Landing) -> None:
    run("fred", "wikimedia", today=DAY_1, start=START)
    run("fred", "wikimedia", today=DAY_3)
    assert set(windows(landing, "wikimedia", DAY_3).values()) == {(date(2025, 5, 30), date(2025, 6, 23))}


def test_days_that_failed_are_asked_again_by_the_next_run(
    run: Run, landing: Landing, simulator: Simulator
) -> None:
    run("wikimedia", today=DAY_1, start=START)
    simulator.script([{"match": "Anxiety/", "status": 400, "body": "no", "times": 1}])
    report = run("wikimedia", today=DAY_2)
    assert (report.failed, counts(report)) == (1, {"wikimedia": {"ok": 6, "failed": 1}})
    run("wikimedia", today=DAY_3)
    asked = windows(landing, "wikimedia", DAY_3)
    assert asked["Anxiety"][0] == date(2025, 5, 30)
    assert asked["Insomnia"][0] == date(2025, 6, 4)


def test_a_failure_lands_beside_the_good_answer_of_the_same_day(
    run: Run, landing: Landing, simulator: Simulator
) -> None:
    run("fred", start=START)
    simulator.script([{"match": "VIXCLS", "status": 404, "body": "gone"}])
    report = run("fred", start=START)
    found = Counter((e.subject, str(e.outcome.status)) for e in answers(landing, "fred", TODAY))
    assert found["VIXCLS", "failed"] == found["VIXCLS", "ok"] == found["SP500", "ok"] == 1
    assert "VIXCLS failed: HTTP 404: gone" in str(report)
    run("fred", start=START)
    assert {str(e.outcome.status) for e in answers(landing, "fred", TODAY)} == {"ok"}


def test_a_source_that_breaks_leaves_the_others_whole(run: Run, simulator: Simulator) -> None:
    simulator.script([{"match": "/per-article/", "status": 403, "body": "who are you?", "times": 99}])
    report = run("gdelt", "wikimedia", "fred", start=START)
    assert counts(report) == {"gdelt": {"ok": 1}, "wikimedia": {"failed": 7}, "fred": {"ok": 3}}


def test_what_does_not_fit_into_the_time_budget_fails_and_is_asked_by_the_next_run(
    run: Run, landing: Landing
) -> None:
    report = run("fred", start=START, budget=0.0)
    assert counts(report) == {"fred": {"failed": 3}}
    assert "not asked: out of time budget" in str(report)
    assert counts(run("fred", today=date(2025, 7, 2)))["fred"] == {"ok": 3}
    assert windows(landing, "fred", date(2025, 7, 2))["SP500"][0] == START


def test_a_run_that_continues_asks_only_for_what_has_no_answer_and_ends_as_one_run_would(
    run: Run, landing: Landing, simulator: Simulator
) -> None:
    run("wikipedia", "membership_spells", start=START)
    simulator.script(
        [
            {"match": "/chart/ARBO", "status": 404, "body": "a page"},
            {"match": "/chart/KESL", "status": 400, "body": "Data doesn't exist for startDate = 1"},
        ]
    )
    first = run("yahoo", start=START).sources[0]
    unanswered = first.statuses[Status.FAILED]
    assert (unanswered, first.statuses[Status.EMPTY], first.kept) == (1, 1, 0)
    before = asked_of(simulator, "yahoo")
    second = run("yahoo", start=START, continues=True).sources[0]
    assert asked_of(simulator, "yahoo") - before == unanswered
    assert (second.statuses[Status.FAILED], second.kept) == (0, first.statuses.total() - unanswered)
    assert second.statuses.total() == second.expected == first.expected
    whole = versions(landing)
    third = run("yahoo", start=START, continues=True).sources[0]
    assert (third.answered, third.kept, third.written) == (0, first.expected, 0)
    assert versions(landing) == whole


def asked_of(simulator: Simulator, provider: str) -> int:
    requests = simulator.stats()["requests"]
    assert isinstance(requests, dict)
    return int(requests[provider])


def test_a_run_whose_time_was_over_before_all_was_answered_says_so(run: Run) -> None:
    assert run("fred", start=START, budget=0.0).sources[0].out_of_time
    assert not run("fred", start=START, budget=60.0).sources[0].out_of_time
    assert not run("fred", start=START, budget=0.0, continues=True).sources[0].out_of_time


def test_a_provider_that_begins_later_has_nothing_to_be_asked(run: Run) -> None:
    report = run("gdelt", start=date(2015, 1, 1), end=date(2015, 12, 31))
    assert counts(report) == {"gdelt": {}}
    assert "nothing to ask (the provider begins on 2017-01-01)" in str(report)


def test_without_members_the_prices_say_what_to_do_and_the_indices_are_asked(run: Run) -> None:
    report = run("yahoo", start=START)
    assert counts(report) == {"yahoo": {"failed": 1, "ok": len(INDICES)}}
    assert "run `python -m extract_load extract --source wikipedia" in str(report)


def test_everybody_who_was_a_member_in_the_window_is_asked_the_dead_and_the_new_included(
    run: Run, landing: Landing
) -> None:
    run("wikipedia", "membership_spells")
    asked = tickers_in(landing, Window(date(2022, 7, 1), date(2025, 6, 30)), date(2025, 7, 1))
    recent = world.RECENT_CHANGE
    assert {world.DEAD_TICKER, world.ZOMBIE_TICKER, world.RENAME.old, world.RENAME.new} <= set(asked)
    assert {recent.added, recent.removed, world.CLASS_SHARE} <= set(asked)
    assert world.EARLY_CHANGE.removed not in asked


def test_a_window_in_the_past_does_not_ask_for_the_members_of_today(run: Run, landing: Landing) -> None:
    run("wikipedia", "membership_spells")
    asked = tickers_in(landing, Window(date(2022, 7, 1), date(2022, 9, 30)), date(2025, 7, 1))
    assert world.DEAD_TICKER in asked
    assert world.RECENT_CHANGE.added not in asked


def test_the_page_alone_is_enough_to_know_the_members(run: Run, landing: Landing) -> None:
    run("wikipedia")
    asked = tickers_in(landing, Window(date(2023, 1, 1), date(2025, 6, 30)), date(2025, 7, 1))
    assert {world.CLASS_SHARE, world.DEAD_TICKER} <= set(asked)


def vandalise(simulator: Simulator) -> None:
    simulator.script([{"match": "/w/api.php", "replace": {">Energy<": ">Cats<"}}])


def test_a_refused_list_lands_with_its_reason_and_the_last_good_one_stays_in_use(
    run: Run, landing: Landing, simulator: Simulator
) -> None:
    run("wikipedia", today=DAY_1)
    vandalise(simulator)
    report = run("wikipedia", today=DAY_2)
    assert report.failed == 0
    assert "refused: " in str(report)
    (refused,) = answers(landing, "wikipedia", DAY_2)
    assert "malformed: 'Cats'" in refused.outcome.message
    assert ">Cats<" in (refused.body or "")
    in_use = newest(landing, "wikipedia", Status.OK, DAY_2)
    assert in_use is not None
    assert in_use.today == DAY_1


def test_a_list_refused_later_on_the_same_day_does_not_replace_the_good_one(
    run: Run, landing: Landing, simulator: Simulator
) -> None:
    run("wikipedia", today=DAY_1)
    vandalise(simulator)
    run("wikipedia", today=DAY_1)
    assert Counter(str(e.outcome.status) for e in answers(landing, "wikipedia", DAY_1)) == {
        "refused": 1,
        "ok": 1,
    }


class TestInbox:
    EXPORT = "Category: All categories\n\nWeek,depression: (United States)\n2025-06-15,71\n2025-06-22,68\n"

    @pytest.fixture
    def inbox(self, settings: Settings) -> Path:
        folder = Path(settings.landing_url.removeprefix("file://")) / "inbox" / "google_trends"
        folder.mkdir(parents=True)
        return folder

    def test_an_export_lands_verbatim_once(self, run: Run, landing: Landing, inbox: Path) -> None:
        (inbox / "multiTimeline.csv").write_text(self.EXPORT)
        assert counts(run("google_trends", today=DAY_1)) == {"google_trends": {"ok": 1}}
        (landed,) = answers(landing, "google_trends", DAY_1)
        assert landed.body == self.EXPORT
        assert landed.context == {"file_name": "multiTimeline.csv", "exported_on": str(DAY_1)}
        run("google_trends", today=DAY_1)
        assert "no new file in the inbox" in str(run("google_trends", today=DAY_2))
        assert len(list(landing.list("google_trends/"))) == 1

    def test_a_changed_export_lands_again(self, run: Run, landing: Landing, inbox: Path) -> None:
        (inbox / "multiTimeline.csv").write_text(self.EXPORT)
        run("google_trends", today=DAY_1)
        (inbox / "multiTimeline.csv").write_text(self.EXPORT.replace("71", "72"))
        run("google_trends", today=DAY_2)
        (landed,) = answers(landing, "google_trends", DAY_2)
        assert "2025-06-15,72" in (landed.body or "")

    def test_a_second_export_lands_alone(self, run: Run, landing: Landing, inbox: Path) -> None:
        (inbox / "multiTimeline.csv").write_text(self.EXPORT)
        run("google_trends", today=DAY_1)
        (inbox / "multiTimeline (1).csv").write_text(self.EXPORT)
        run("google_trends", today=DAY_2)
        assert [e.subject for e in answers(landing, "google_trends", DAY_2)] == ["multiTimeline (1).csv"]

    def test_what_is_no_export_is_refused_with_what_to_do(
        self, run: Run, landing: Landing, inbox: Path
    ) -> None:
        (inbox / "trends.csv").write_bytes(b"PK\x03\x04\xff\xfe")
        report = run("google_trends", today=DAY_1)
        assert counts(report) == {"google_trends": {"refused": 1}}
        (line,) = report.refusals
        assert line.startswith("google_trends: trends.csv refused: trends.csv is not a Google Trends export")
        (landed,) = answers(landing, "google_trends", DAY_1)
        assert str(landed.body).encode(landed.context["body_encoding"]) == b"PK\x03\x04\xff\xfe"

    def test_other_files_and_folders_are_left_alone_and_named(
        self, run: Run, landing: Landing, inbox: Path
    ) -> None:
        (inbox / "notes.txt").write_text("mine")
        (inbox / "old").mkdir()
        for name in ("old/one.csv", "old/two.csv", "New.CSV"):
            (inbox / name).write_text(self.EXPORT)
        report = run("google_trends", today=DAY_1)
        assert counts(report) == {"google_trends": {"ok": 1}}
        assert [e.subject for e in answers(landing, "google_trends", DAY_1)] == ["New.CSV"]
        assert "only *.csv directly in inbox/google_trends/ are read: notes.txt, old/ |" in str(report)


def test_tiingo_takes_yahoos_place_when_there_is_a_key(settings: Settings, landing: Landing) -> None:
    with_key = replace(settings, tiingo_api_key="secret-key")
    names = [source.name for source in chosen(with_key)]
    assert "tiingo" in names
    assert "yahoo" not in names
    extract(with_key, chosen(with_key, ["wikipedia", "membership_spells"]))
    report = extract(with_key, chosen(with_key, ["tiingo"]), date(2025, 6, 23), date(2025, 6, 24))
    assert report.failed == 0
    assert report.sources[0].statuses[Status.OK] > 50
    assert "secret-key" not in json.dumps([e.to_line() for e in answers(landing, "tiingo", TODAY)])


def test_a_missing_key_is_said_before_anything_is_asked(settings: Settings, simulator: Simulator) -> None:
    with pytest.raises(ConfigError, match="TIINGO_API_KEY"):
        extract(settings, chosen(settings, ["fred", "tiingo"]))
    assert json.load(urlopen(f"{simulator.url}/_simulator/stats"))["requests"] == {}


def test_behind_faults_a_run_ends_with_the_same_answers(
    run: Run, landing: Landing, simulator: Simulator
) -> None:
    sources = ("wikipedia", "membership_spells", "open_meteo", "gdelt", "wikimedia", "fred")
    run(*sources, start=START)
    before = versions(landing)
    places = ("/w/api.php", "/sp500", "/v1/archive", "/doc/doc", "/per-article/", "/fredgraph")
    kinds = ("hangup", "truncate", "html")
    simulator.script([{"match": p, "action": kinds[n % 3]} for n, p in enumerate(places)])
    assert run(*sources, start=START).failed == 0
    assert simulator.stats()["faults"] == len(places)
    assert versions(landing) == before


def test_it_all_works_in_a_bucket(settings: Settings, s3: Any) -> None:
    s3.create_bucket(Bucket="landing-of-extract")
    bucket = replace(settings, landing_url="s3://landing-of-extract/bellwether")
    sources = chosen(bucket, ["membership_spells", "fred"])
    assert [s.written for s in extract(bucket, sources, START).sources] == [1, 1]
    assert [s.written for s in extract(bucket, sources, START).sources] == [0, 0]
    landing = open_landing(bucket.landing_url)
    assert len(answers(landing, "fred", TODAY)) == 3
