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


def test_a_line_whose_object_was_replaced_says_so(tmp_path: Path, warehouse: Ask) -> None:
    land(tmp_path, [with_body("1,234")])
    loaded(tmp_path, Words(reads_commas=False))
    land(tmp_path, [with_body("8"), replace(GOOD, subject="another")])
    with pytest.raises(ObjectFailed, match="a newer version took its place"):
        replayed(tmp_path, Words(reads_commas=True))
    assert warehouse("select count(*) from raw.fred_observations") == [(0,)]
