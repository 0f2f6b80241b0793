"""Whatever lies in the landing zone or in the inbox, it is told of, and the rest is loaded."""

import gzip
import json
import os
import resource
import time
from dataclasses import replace
from pathlib import Path

import pytest

from extract_load import unpack
from extract_load.catalog import SOURCES, chosen
from extract_load.config import Settings
from extract_load.envelope import Status
from extract_load.extract.documents import newest
from extract_load.extract.run import extract
from extract_load.landing import open_landing
from extract_load.load.run import load
from infra.local.simulator import Simulator
from tests.integration.conftest import Ask
from tests.integration.landed import FOLDER, GOOD, GOOD_ROWS, land

MOST_MEMORY = 400_000
ODD_LINES = {
    "a body that is no text": GOOD.to_line().replace(json.dumps(GOOD.body), "5").encode(),
    "deeply nested": b"[" * 100_000,
    "a line of 40 MB": b'{"source":"' + b"x" * 40_000_000,
    "an array": b"[1]",
}


@pytest.mark.parametrize("line", ODD_LINES.values(), ids=ODD_LINES)
def test_an_odd_line_is_rejected_by_itself(tmp_path: Path, warehouse: Ask, line: bytes) -> None:
    land(tmp_path, [line, GOOD])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report = load(open_landing(tmp_path.as_uri()))
    assert (report.rows_loaded, report.rows_rejected, report.failed) == (GOOD_ROWS, 1, {})
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_MEMORY
    assert warehouse("select length(record) <= 100000, length(reason) > 0 from raw.rejects") == [(True, True)]


def _bomb() -> bytes:
    """150 MB of zeros: the same megabyte packed again and again, each a gzip file that follows the last."""
    return gzip.compress(b"0" * 1_000_000, 9) * 150


ODD_OBJECTS = {
    "empty": (b"", "it is empty"),
    "a bomb": (_bomb(), "it becomes more than 100 MB of text"),
    "cut short": (gzip.compress(GOOD.to_line().encode())[:-9], "it is no whole gzip file"),
}


@pytest.mark.parametrize(("content", "reason"), ODD_OBJECTS.values(), ids=ODD_OBJECTS)
@pytest.mark.usefixtures("warehouse")
def test_an_odd_object_fails_by_itself(
    tmp_path: Path, content: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpack, "_LARGEST_UNPACKED", 100_000_000)
    land(tmp_path, [GOOD])
    odd = tmp_path / "fred" / FOLDER / "part-0001.ndjson.gz"
    odd.write_bytes(content)
    started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report = load(open_landing(tmp_path.as_uri()))
    assert report.rows_loaded == GOOD_ROWS
    assert [told.startswith(reason) for told in report.failed.values()] == [True]
    assert time.monotonic() - started < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_MEMORY


@pytest.mark.usefixtures("warehouse")
def test_a_name_that_is_no_text_is_told_and_left(tmp_path: Path) -> None:
    land(tmp_path, [GOOD])
    good = tmp_path / "fred" / FOLDER / "part-0000.ndjson.gz"
    Path(os.fsdecode(bytes(good.parent) + b"/part-\xff.ndjson.gz")).write_bytes(good.read_bytes())
    report = load(open_landing(tmp_path.as_uri()))
    assert report.rows_loaded == GOOD_ROWS
    ((key, reason),) = report.failed.items()
    assert "udcff" in key
    assert "no UTF-8" in reason


@pytest.mark.parametrize("left", [None, b""], ids=["deleted", "emptied"])
def test_what_no_longer_lies_there_is_asked_for_again(
    settings: Settings, simulator: Simulator, tmp_path: Path, left: bytes | None
) -> None:
    fred = [source for source in SOURCES if source.name == "fred"]
    extract(settings, fred)
    (part,) = (tmp_path / "landing" / "fred").rglob("*.ndjson.gz")
    size = part.stat().st_size
    part.unlink() if left is None else part.write_bytes(left)
    tomorrow = settings.today.replace(day=2)
    simulator.set_clock(tomorrow)
    extract(replace(settings, today=tomorrow), fred)
    asked = [path.parent.name for path in (tmp_path / "landing" / "fred" / f"date={tomorrow}").rglob("*.gz")]
    assert asked == ["2020-07-01_2025-07-01"]
    assert size


EXPORT = "Category: All categories\n\nWeek,depression: (United States)\n2024-01-07,50\n2024-01-14,55\n"
REFUSED = {
    "a term twice": (
        EXPORT.replace("(United States)", "(United States),depression: (United States)").replace(
            ",5", ",5,5"
        ),
        "has the term 'depression' 2 times",
    ),
    "ranges for weeks": (
        EXPORT.replace("2024-01-07", "2024-01-07 - 2024-01-13"),
        "'2024-01-07 - 2024-01-13' is no period of a week",
    ),
    "days for weeks": (
        EXPORT.replace("2024-01-14", "2024-01-08"),
        "'2024-01-08' is no week after '2024-01-07'",
    ),
    "999": (EXPORT.replace("55", "999"), "is not a period and 1 values"),
    "a label of 43,000": (EXPORT.replace("depression", ": (" * 43_000), "a label that is too long"),
    "a line of a million cells": (EXPORT + "1," * 1_000_000, "is not a period and 1 values"),
    "a million columns": (EXPORT.replace("Week", "Week" + ",a: (b)" * 500_000), "columns, or a label"),
    "6 MB": (EXPORT + "2024-01-21,5\n" * 500_000, "is larger than 5 MB"),
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED)
def test_an_export_that_is_not_understood_is_refused_and_a_better_one_taken(
    settings: Settings, tmp_path: Path, text: str, reason: str
) -> None:
    inbox = tmp_path / "landing" / "inbox" / "google_trends"
    inbox.mkdir(parents=True)
    (inbox / "multiTimeline.csv").write_text(text)
    trends = chosen(settings, ["google_trends"])
    started = time.monotonic()
    report = extract(settings, trends)
    assert time.monotonic() - started < 60
    (refusal,) = report.refusals
    assert reason in refusal
    assert len(refusal) < 700
    (inbox / "multiTimeline.csv").write_text(EXPORT)
    assert extract(settings, trends).sources[0].statuses[Status.OK] == 1


def test_what_is_no_file_in_the_inbox_is_left_alone(settings: Settings, tmp_path: Path) -> None:
    inbox = tmp_path / "landing" / "inbox" / "google_trends"
    inbox.mkdir(parents=True)
    (inbox / "gone.csv").symlink_to(tmp_path / "nowhere.csv")
    os.mkfifo(inbox / "pipe.csv")
    (inbox / "multiTimeline.csv").write_text(EXPORT)
    report = extract(settings, chosen(settings, ["google_trends", "fred"]))
    assert {source.source: dict(source.statuses) for source in report.sources} == {
        "fred": {"ok": 3},
        "google_trends": {"ok": 1},
    }


SPELLS = "ticker,start_date,end_date\n"


def _file_of(count: int) -> str:
    return SPELLS + "".join(
        f"{chr(65 + number // 26)}{chr(65 + number % 26)},2000-01-03,\n" for number in range(count)
    )


def _extract_spells(settings: Settings, simulator: Simulator, body: str) -> list[str]:
    simulator.script([{"match": ".csv", "body": body}])
    return extract(settings, chosen(settings, ["membership_spells"])).refusals


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            _file_of(24),
            "36 spells are gone since the last accepted file of 0 days ago, at most 3 are plausible",
        ),
        (_file_of(60) + "AA,2000-01-03,2004-01-01\n", "2 spells begin twice"),
        (_file_of(60) + "ZZ,2000-13-03,\n", "1 spells have no day that can be read"),
        (_file_of(60) + "ZZ,2004-01-01,2000-01-03\n", "1 spells end before they begin"),
        (_file_of(60) + "NASDAQ: ZZ,2004-01-01,\n", "1 spells are of no ticker"),
    ],
)
def test_a_file_of_spells_that_cannot_be_is_refused(
    settings: Settings, simulator: Simulator, body: str, reason: str
) -> None:
    assert _extract_spells(settings, simulator, _file_of(60)) == []
    (refusal,) = _extract_spells(settings, simulator, body)
    assert reason in refusal
    in_use = newest(open_landing(settings.landing_url), "membership_spells", Status.OK, settings.today)
    assert in_use is not None
    assert in_use.body == _file_of(60)


def test_a_line_that_is_there_twice_and_a_blank_one_are_no_fault(
    settings: Settings, simulator: Simulator
) -> None:
    assert _extract_spells(settings, simulator, _file_of(60) + "AA,2000-01-03,\n\n") == []
