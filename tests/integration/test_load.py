"""The landing zone becomes raw rows: each version once, all or nothing, and no bad line costs a good one."""

import gzip
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extract_load.cli import main
from extract_load.envelope import Envelope, Status
from extract_load.landing import FolderLanding
from extract_load.load.report import Report
from extract_load.load.run import load
from tests.integration.conftest import Ask
from tests.integration.landed import FAILED, FOLDER, GOOD, GOOD_ROWS, chart, land, with_body

pytestmark = pytest.mark.usefixtures("warehouse")
COUNTS = "select count(*) from raw.fred_observations union all select count(*) from raw.extraction_outcomes"


@pytest.fixture
def landing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "landing"
    folder.mkdir()
    monkeypatch.setenv("LANDING_URL", f"file://{folder}")
    monkeypatch.setenv("BELLWETHER_TODAY", "2024-01-10")
    return folder


@pytest.fixture
def loaded(landing: Path) -> Callable[[], Report]:
    return lambda: load(FolderLanding(landing))


def test_rows_arrive_with_their_values_and_their_origin(
    landing: Path, loaded: Callable[[], Report], warehouse: Ask
) -> None:
    land(landing, [FAILED, GOOD])
    report = loaded()
    assert (report.loaded, report.rows_loaded, report.rows_rejected, report.failed) == (
        1,
        GOOD_ROWS + 1,
        0,
        {},
    )
    assert warehouse(
        "select series_id, observation_date::text, value, object_key, line_number, extracted_at"
        " from raw.fred_observations join ops.manifest using (load_id, object_key, object_version)"
        " order by observation_date desc limit 1"
    ) == [("VIXCLS", "2024-01-04", 14.13, f"fred/{FOLDER}/part-0000.ndjson.gz", 2, GOOD.extracted_at)]
    assert warehouse("select value from raw.fred_observations where observation_date = '2024-01-03'") == [
        (None,)
    ]


def test_every_line_leaves_an_outcome_and_only_good_ones_leave_rows(
    landing: Path, loaded: Callable[[], Report], warehouse: Ask
) -> None:
    land(landing, [FAILED, GOOD])
    loaded()
    assert warehouse(
        "select status, http_status, bytes, seconds, attempts, message, server, run_date::text, line_number"
        " from raw.extraction_outcomes order by line_number"
    ) == [
        ("failed", 503, 0, 9.5, 5, "unavailable", "a server", "2024-01-10", 1),
        ("ok", 200, 60, 0.25, 1, None, None, "2024-01-10", 2),
    ]
    assert warehouse("select distinct line_number from raw.fred_observations") == [(2,)]


@pytest.mark.parametrize("status", [Status.EMPTY, Status.NOT_FOUND, Status.REFUSED])
def test_the_body_of_an_answer_that_is_not_ok_is_neither_loaded_nor_rejected(
    status: Status, landing: Path, loaded: Callable[[], Report], warehouse: Ask
) -> None:
    outcome = replace(GOOD.outcome, status=status)
    land(landing, [replace(GOOD, outcome=outcome), replace(GOOD, outcome=outcome, body="{}")])
    report = loaded()
    assert (report.rows_loaded, report.rows_rejected) == (2, 0)
    assert warehouse("select status from raw.extraction_outcomes") == [(status,), (status,)]


def test_the_same_version_again_is_left_alone(
    landing: Path, loaded: Callable[[], Report], warehouse: Ask
) -> None:
    land(landing, [GOOD])
    loaded()
    before = warehouse(COUNTS)
    report = loaded()
    assert (report.loaded, report.unchanged, report.status) == (0, 1, "unchanged")
    assert warehouse(COUNTS) == before


def test_a_changed_object_is_loaded_beside_what_it_was(
    landing: Path, loaded: Callable[[], Report], warehouse: Ask
) -> None:
    land(landing, [GOOD])
    loaded()
    land(landing, [with_body("observation_date,VIXCLS\n2024-01-02,99\n")])
    assert loaded().loaded == 1
    assert warehouse(
        "select value, count(*) over () from raw.fred_observations order by load_id desc limit 1"
    ) == [(99.0, 4)]
    assert warehouse("select count(distinct object_version) from raw.fred_observations") == [(2,)]


def test_an_object_written_again_byte_for_byte_is_not_loaded_again(
    landing: Path, loaded: Callable[[], Report], warehouse: Ask
) -> None:
    path = land(landing, [GOOD])
    loaded()
    before = warehouse(COUNTS)
    os.utime(path, (1, 1))
    assert (loaded().loaded, warehouse(COUNTS)) == (0, before)
    assert warehouse("select rows_in from ops.manifest order by load_id") == [(GOOD_ROWS,), (0,)]


def test_an_object_that_is_again_what_it_was_before_a_change_is_loaded_again(
    landing: Path, loaded: Callable[[], Report], warehouse: Ask
) -> None:
    changed = with_body("observation_date,VIXCLS\n2024-01-02,99\n")
    for envelope in (GOOD, changed, GOOD):
        land(landing, [envelope])
        assert loaded().loaded == 1
    assert warehouse(
        "select value from raw.fred_observations where observation_date = '2024-01-02' order by load_id"
    ) == [(13.2,), (99.0,), (13.2,)]


def test_what_is_no_object_is_left_alone(landing: Path, loaded: Callable[[], Report]) -> None:
    for name in ("inbox/google_trends/export.csv", "state/fred/date=2024-01-10.json", "inbox/x.ndjson.gz"):
        (landing / name).parent.mkdir(parents=True, exist_ok=True)
        (landing / name).write_text("not for the loader")
    report = loaded()
    assert (report.loaded, report.unchanged, report.failed) == (0, 0, {})


def test_text_and_numbers_survive_the_way_unchanged(
    landing: Path, loaded: Callable[[], Report], warehouse: Ask
) -> None:
    subject = 'a "quoted", comma\'d\n\\.\n\ttext — ﬁn 🐦 \\N'
    prices = [0.1 + 0.2, 75.0875015258789, 1e-300]
    land(
        landing, [replace(chart(3, close=prices), subject=subject, context={"ticker": subject, "symbol": ""})]
    )
    loaded()
    assert warehouse("select ticker, symbol, close from raw.yahoo_bars order by bar_index") == [
        (subject, "", price) for price in prices
    ]


BAD_LINES = {
    "no JSON": (b"{broken", r"JSONDecodeError"),
    "no envelope": (b'{"source": "fred"}', r"KeyError: 'subject'"),
    "a number": (b"12", r"TypeError"),
    "bytes": (b"\xff\xfe\x00", r"UnicodeDecodeError"),
    "another source's": (replace(GOOD, source="gdelt"), r"it is of 'gdelt' and lies in the folder of 'fred'"),
    "an unknown status": (GOOD.to_line().replace('"ok"', '"fine"').encode(), r"'fine' is not a valid Status"),
    "a page instead of data": (with_body("<html>Will be right back\0\ud800"), r"not a CSV of VIXCLS"),
    "no body": (replace(GOOD, body=None), r"not a CSV of VIXCLS"),
}


@pytest.mark.parametrize(("line", "reason"), BAD_LINES.values(), ids=BAD_LINES.keys())
def test_a_bad_line_is_rejected_with_its_reason_and_the_others_load(
    line: Envelope | bytes, reason: str, landing: Path, loaded: Callable[[], Report], warehouse: Ask
) -> None:
    land(landing, [GOOD, line, GOOD], key=f"fred/{FOLDER}/part-0000.ndjson.gz")
    report = loaded()
    assert (report.loaded, report.rows_rejected) == (1, 1)
    assert warehouse("select count(*) from raw.fred_observations") == [(6,)]
    assert warehouse("select line_number, table_name, reason ~ %s from raw.rejects", reason) == [
        (2, None, True)
    ]
    assert warehouse("select rows_in - rows_loaded from ops.manifest") == [(1,)]


BAD_VALUES = {
    "a word": ({"close": [1.5, "Infinity", 2.5]}, r"close: 'Infinity' cannot be stored as double"),
    "half a share": ({"volume": [1, 2.5, 3]}, r"volume: 2\.5 cannot be stored as bigint"),
    "an object": ({"open": [1, {"raw": 1}, 3]}, r"open: \{'raw': 1\} cannot be stored as double"),
}


@pytest.mark.parametrize(("changed", "reason"), BAD_VALUES.values(), ids=BAD_VALUES.keys())
def test_a_bad_value_costs_its_row_alone(
    changed: dict[str, object], reason: str, landing: Path, loaded: Callable[[], Report], warehouse: Ask
) -> None:
    land(landing, [chart(3, **changed)])
    assert loaded().rows_rejected == 1
    assert warehouse("select bar_index from raw.yahoo_bars order by 1") == [(0,), (2,)]
    assert warehouse(
        "select table_name, record::json ->> 'bar_index', reason ~ %s from raw.rejects", reason
    ) == [("yahoo_bars", "1", True)]


def test_a_number_that_is_none_is_rejected_with_its_name(
    landing: Path, loaded: Callable[[], Report], warehouse: Ask
) -> None:
    land(landing, [with_body("observation_date,VIXCLS\n2024-01-02,inf\n2024-01-03,14.13\n")])
    loaded()
    assert warehouse("select value from raw.fred_observations") == [(14.13,)]
    assert warehouse("select record::json ->> 'value', reason from raw.rejects") == [
        ("Infinity", "value: inf cannot be stored as double")
    ]


def test_arrays_of_unequal_length_reject_the_whole_answer(
    landing: Path, loaded: Callable[[], Report], warehouse: Ask
) -> None:
    land(landing, [chart(3, close=[1.5, 2.5]), chart(2)])
    loaded()
    assert warehouse("select line_number, count(*) from raw.yahoo_bars group by 1") == [(2, 2)]
    assert warehouse("select line_number, status from raw.extraction_outcomes order by 1") == [
        (1, "ok"),
        (2, "ok"),
    ]
    assert warehouse("select line_number, reason from raw.rejects") == [(1, "2 values of close for 3 stamps")]


def test_text_that_postgresql_cannot_hold_is_rejected(
    landing: Path, loaded: Callable[[], Report], warehouse: Ask
) -> None:
    land(landing, [replace(GOOD, subject="nul\0"), replace(GOOD, subject="\ud800"), GOOD])
    loaded()
    assert warehouse("select distinct line_number, series_id from raw.fred_observations") == [(3, "VIXCLS")]
    assert {table for (table,) in warehouse("select table_name from raw.rejects")} >= {"extraction_outcomes"}


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def not_zipped(path: Path) -> None:
    path.write_bytes(gzip.decompress(path.read_bytes()))


def scrambled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[40:60] = bytes(20)
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [truncated, not_zipped, scrambled])
def test_a_damaged_object_fails_whole_and_the_others_load(
    damage: Callable[[Path], None], landing: Path, loaded: Callable[[], Report], warehouse: Ask
) -> None:
    key = f"fred/{FOLDER}/part-0001.ndjson.gz"
    damage(land(landing, [GOOD, GOOD], key))
    land(landing, [GOOD])
    report = loaded()
    assert (report.loaded, report.status) == (1, "partial")
    assert "no whole gzip file" in report.failed[key]
    assert warehouse("select distinct object_key from raw.extraction_outcomes") == [
        (f"fred/{FOLDER}/part-0000.ndjson.gz",)
    ]
    land(landing, [GOOD, GOOD], key)
    assert (loaded().loaded, loaded().failed) == (1, {})


def test_an_object_of_an_unknown_source_fails_with_what_to_do(
    landing: Path, loaded: Callable[[], Report]
) -> None:
    key = f"mystery/{FOLDER}/part-0000.ndjson.gz"
    land(landing, [GOOD], key)
    land(landing, [GOOD])
    report = loaded()
    assert report.loaded == 1
    assert report.failed == {
        key: "no source is called 'mystery': move the object away, or register its source"
    }


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (
            [b"{broken"] * 11 + [GOOD] * 20,
            "11 of 31 lines were rejected, more than 5%; the first, in line 1: JSONDecode",
        ),
        ([chart(100, close=["?"] * 20 + [1.5] * 80)], "20 of 102 rows were rejected, more than 5%"),
    ],
)
def test_an_object_with_too_many_rejects_leaves_nothing_behind(
    lines: list[Envelope | bytes], reason: str, landing: Path, loaded: Callable[[], Report], warehouse: Ask
) -> None:
    land(landing, lines)
    ((_, said),) = loaded().failed.items()
    assert reason in said
    assert warehouse(
        "select (select count(*) from raw.extraction_outcomes), (select count(*) from raw.rejects),"
        " (select count(*) from ops.manifest)"
    ) == [(0, 0, 0)]


def test_a_bucket_is_loaded_like_a_folder(
    tmp_path: Path, s3: Any, warehouse: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANDING_URL", "s3://to-load/some/prefix")
    s3.create_bucket(Bucket="to-load")
    key = f"some/prefix/fred/{FOLDER}/part-0000.ndjson.gz"
    s3.upload_file(str(land(tmp_path, [GOOD])), "to-load", key)
    assert main(["load"]) == 0
    assert main(["load"]) == 0
    assert warehouse("select object_key, rows_loaded from ops.manifest") == [
        (f"fred/{FOLDER}/part-0000.ndjson.gz", GOOD_ROWS)
    ]


def test_only_the_source_that_is_named_is_loaded(landing: Path, warehouse: Ask) -> None:
    land(landing, [GOOD])
    land(landing, [chart()])
    assert main(["load", "--source", "yahoo"]) == 0
    assert warehouse("select distinct source from raw.extraction_outcomes") == [("yahoo",)]


def test_a_source_that_there_is_not_is_a_usage_error(
    landing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert landing.is_dir()
    assert main(["load", "--source", "blomberg"]) == 2
    assert "no source is called blomberg" in capsys.readouterr().err


def test_the_command_says_what_it_did_and_ops_remembers(
    landing: Path, warehouse: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    land(landing, [GOOD])
    assert main(["load"]) == 0
    assert (
        f"1 objects loaded, 0 unchanged, 0 failed; {GOOD_ROWS} rows in, {GOOD_ROWS} loaded, 0 rejected"
        in (capsys.readouterr().out)
    )
    assert main(["load"]) == 0
    land(landing, [b"{broken"] * 11)
    assert main(["load"]) == 1
    assert warehouse(
        "select command, as_of::text, status, finished_at is not null from ops.runs order by run_id"
    ) == [("load", "2024-01-10", status, True) for status in ("ok", "unchanged", "partial")]


def test_two_loads_at_once_load_each_object_once(
    landing: Path, loaded: Callable[[], Report], warehouse: Ask
) -> None:
    for number in range(8):
        land(landing, [GOOD] * 20, f"fred/{FOLDER}/part-{number:04}.ndjson.gz")
    with ThreadPoolExecutor(2) as pool:
        reports = [run.result() for run in [pool.submit(loaded), pool.submit(loaded)]]
    assert sum(report.loaded for report in reports) == 8
    assert warehouse("select count(*) from raw.fred_observations") == [(8 * 20 * 3,)]
    assert warehouse("select bool_and(rows_in = rows_loaded + rows_rejected) from ops.manifest") == [(True,)]


def test_load_ids_grow_with_the_days_of_the_runs(
    landing: Path, loaded: Callable[[], Report], warehouse: Ask
) -> None:
    in_order = [
        "fred/date=2024-01-10/x/a.ndjson.gz",
        "wikimedia/date=2024-01-10/x/a.ndjson.gz",
        "fred/date=2024-01-10/x/b.ndjson.gz",
        "fred/date=2024-01-11/x/a.ndjson.gz",
        "wikimedia/date=2024-01-11/x/a.ndjson.gz",
    ]
    for key in reversed(in_order):
        land(landing, [replace(FAILED, source=key.partition("/")[0])], key)
    loaded()
    assert warehouse("select object_key from ops.manifest order by load_id") == [(key,) for key in in_order]


def test_a_killed_load_leaves_nothing_half_done_and_the_next_one_finishes(
    landing: Path, loaded: Callable[[], Report], warehouse: Ask
) -> None:
    land(landing, [chart(2000)] * 60)
    running = subprocess.Popen([sys.executable, "-m", "extract_load", "load"], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not warehouse("select 1 from pg_stat_progress_copy where tuples_processed > 0"):
        assert running.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert warehouse("select count(*) from raw.yahoo_bars union all select count(*) from ops.manifest") == [
        (0,),
        (0,),
    ]
    assert loaded().loaded == 1
    assert warehouse("select count(*), count(distinct (line_number, bar_index)) from raw.yahoo_bars") == [
        (120_000, 120_000)
    ]
