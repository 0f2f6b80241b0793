"""What was rejected is tried again: with better code, or when a person has repaired the record."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extract_load.cli import main
from extract_load.envelope import Envelope
from extract_load.landing import FolderLanding
from extract_load.load.load_object import ObjectFailed, load_object
from extract_load.load.manifest import Content
from extract_load.load.replay import rejected_objects, replay_object
from extract_load.source import BadRecord, Columns, Source, Table
from extract_load.sources.fred import OBSERVATIONS
from extract_load.warehouse.connection import LOADER, connect
from tests.integration.conftest import Ask
from tests.integration.landed import FOLDER, GOOD, chart, land, with_body

pytestmark = pytest.mark.usefixtures("warehouse")
KEY = f"fred/{FOLDER}/part-0000.ndjson.gz"


class Words(Source):
    """A source whose bodies are numbers; yesterday's code could not read those with a comma."""

    name = "fred"
    tables = (OBSERVATIONS,)

    def __init__(self, reads_commas: bool) -> None:
        self._reads_commas = reads_commas

    def rows(self, envelope: Envelope) -> Iterator[tuple[Table, Columns]]:
        body = envelope.body or ""
        if "," in body and not self._reads_commas:
            raise BadRecord(f"a comma in {body}")
        yield OBSERVATIONS, {"value": [float(body.replace(",", "")), "odd" if body == "1,0" else 0.5]}


def replayed(landing: Path, source: Source) -> list[bool]:
    with connect(LOADER) as opened:
        with opened, opened.cursor() as cur:
            contents: list[Content] = list(rejected_objects(cur, ()))
        return [
            replay_object(opened, FolderLanding(landing), content, source) is not None for content in contents
        ]


def loaded(landing: Path, source: Source) -> None:
    with connect(LOADER) as opened:
        load_object(opened, FolderLanding(landing), KEY, source)


def test_a_line_that_todays_code_can_read_is_loaded_once(tmp_path: Path, warehouse: Ask) -> None:
    land(tmp_path, [with_body("7"), with_body("1,234")])
    loaded(tmp_path, Words(reads_commas=False))
    assert replayed(tmp_path, Words(reads_commas=False)) == [False]
    assert replayed(tmp_path, Words(reads_commas=True)) == [True]
    assert replayed(tmp_path, Words(reads_commas=True)) == []
    assert warehouse(
        "select value, line_number from raw.fred_observations order by line_number, value desc"
    ) == [
        (7.0, 1),
        (0.5, 1),
        (1234.0, 2),
        (0.5, 2),
    ]
    assert warehouse("select line_number, count(*) from raw.extraction_outcomes group by 1 order by 1") == [
        (1, 1),
        (2, 1),
    ]
    assert warehouse(
        "select kind, rows_in, rows_loaded, rows_rejected from ops.manifest order by load_id"
    ) == [
        ("load", 5, 4, 1),
        ("replay", 2, 2, 0),
    ]
    assert warehouse(
        "select replayed_load_id = (select max(load_id) from ops.manifest) from raw.rejects"
    ) == [(True,)]


def test_what_is_still_bad_in_a_line_that_loads_is_a_reject_of_its_own(
    tmp_path: Path, warehouse: Ask
) -> None:
    land(tmp_path, [with_body("1,0")])
    loaded(tmp_path, Words(reads_commas=False))
    replayed(tmp_path, Words(reads_commas=True))
    assert warehouse(
        "select table_name, reason, replayed_load_id is null from raw.rejects order by reject_id"
    ) == [
        (None, "a comma in 1,0", False),
        ("fred_observations", "value: 'odd' cannot be stored as double", True),
    ]
    assert warehouse(
        "select rows_in, rows_loaded, rows_rejected from ops.manifest where kind = 'replay'"
    ) == [(2, 1, 1)]


def test_a_record_that_a_person_has_repaired_is_loaded(
    tmp_path: Path, warehouse: Ask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANDING_URL", f"file://{tmp_path}")
    land(tmp_path, [chart(3, close=[1.5, "Infinity", 2.5])])
    land(tmp_path, [with_body("observation_date,VIXCLS\n2023-13-02,13.2\n")])
    assert main(["load"]) == 0
    assert main(["load", "--replay"]) == 0
    assert "0 objects loaded, 2 unchanged" in capsys.readouterr().out
    warehouse(
        """update raw.rejects set record = replace(replace(record, '"Infinity"', '7.5'), '-13-', '-12-')"""
    )
    assert main(["load", "--replay"]) == 0
    assert warehouse("select bar_index, close from raw.yahoo_bars order by 1") == [
        (0, 1.5),
        (1, 7.5),
        (2, 2.5),
    ]
    assert warehouse("select observation_date::text, extracted_at from raw.fred_observations") == [
        ("2023-12-02", GOOD.extracted_at)
    ]


OPEN = "select reject_id from raw.rejects where replayed_load_id is null and dismissed_at is null"


@pytest.fixture
def lost(tmp_path: Path, warehouse: Ask, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """A warehouse with rejects 1 and 2 of an object that is in the landing zone no more."""
    monkeypatch.setenv("LANDING_URL", f"file://{tmp_path}")
    land(tmp_path, [with_body("1,234"), with_body("5,678")])
    loaded(tmp_path, Words(reads_commas=False))
    (tmp_path / KEY).unlink()
    return warehouse


def test_rejects_that_can_never_load_are_given_up_by_number_or_by_object(
    lost: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["load", "--replay"]) == 1
    assert "2 rejects stay: `status` lists them, `load --dismiss` gives up" in capsys.readouterr().out
    assert main(["load", "--dismiss", "1"]) == 0
    assert lost(OPEN) == [(2,)]
    assert main(["load", "--dismiss", KEY]) == 0
    capsys.readouterr()
    assert main(["load", "--replay"]) == 0
    assert capsys.readouterr().out.startswith("replay: 0 objects loaded, 0 unchanged, 0 failed")


def test_what_was_dismissed_is_recorded_and_its_record_kept(lost: Ask) -> None:
    main(["load", "--dismiss", "1"])
    assert lost("select record, dismissed_at is null from raw.rejects order by reject_id") == [
        ("1,234", False),
        ("5,678", True),
    ]
    assert lost("select command, status, summary from ops.runs") == [
        ("dismiss", "ok", "1 rejects dismissed: 1")
    ]


@pytest.mark.parametrize("unknown", ["7", "fred/nowhere", "all"])
def test_nothing_is_dismissed_where_a_name_is_of_no_open_reject(
    lost: Ask, capsys: pytest.CaptureFixture[str], unknown: str
) -> None:
    assert main(["load", "--dismiss", "1", unknown]) == 2
    assert f"no open reject has the id, or is of the object, {unknown}" in capsys.readouterr().err
    assert lost(OPEN) == [(1,), (2,)]


def test_what_was_replayed_cannot_be_dismissed_any_more(
    tmp_path: Path, warehouse: Ask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANDING_URL", f"file://{tmp_path}")
    land(tmp_path, [with_body("1,234")])
    loaded(tmp_path, Words(reads_commas=False))
    assert replayed(tmp_path, Words(reads_commas=True)) == [True]
    assert main(["load", "--dismiss", "1"]) == 2
    assert "no open reject has the id, or is of the object, 1" in capsys.readouterr().err
    assert warehouse("select dismissed_at from raw.rejects") == [(None,)]


def test_status_lists_the_open_rejects_and_counts_the_dismissed(
    lost: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["load", "--dismiss", "1"])
    main(["status"])
    assert lost(OPEN) == [(2,)]
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "rejects            1 open, 1 dismissed",
        f"    2: {KEY}, line 2: a comma in 5,678",
    ]


def test_a_warehouse_from_before_rejects_could_be_dismissed_is_brought_up_to_date(
    lost: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    lost("alter table raw.rejects drop column dismissed_at cascade")
    main(["status"])
    assert "`python -m extract_load bootstrap` brings it up to date" in capsys.readouterr().out
    assert main(["bootstrap"]) == main(["bootstrap"]) == 0
    assert lost(OPEN) == [(1,), (2,)]


def test_a_line_whose_object_was_replaced_says_so(tmp_path: Path, warehouse: Ask) -> None:
    land(tmp_path, [with_body("1,234")])
    loaded(tmp_path, Words(reads_commas=False))
    land(tmp_path, [with_body("8"), replace(GOOD, subject="another")])
    with pytest.raises(ObjectFailed, match="a newer version took its place"):
        replayed(tmp_path, Words(reads_commas=True))
    assert warehouse("select count(*) from raw.fred_observations") == [(0,)]
