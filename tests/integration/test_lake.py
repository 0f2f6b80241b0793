"""The lake: raw tables as Parquet, each object version once, the same rows as in PostgreSQL."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extract_load.cli import main
from extract_load.dbt_build import BuildFailed
from extract_load.lake import checksum
from extract_load.lake.fetch import fetch
from extract_load.lake.load import load_lake
from extract_load.landing import FolderLanding
from extract_load.load.raw_writer import copy_batch
from extract_load.load.report import Report
from extract_load.load.run import load
from extract_load.publish.audit import PublishRefused
from extract_load.warehouse.connection import LOADER, connect
from tests.integration.conftest import Ask
from tests.integration.landed import FAILED, FOLDER, GOOD, GOOD_ROWS, chart, land, with_body

pytestmark = pytest.mark.usefixtures("warehouse")
OBSERVATIONS = "raw/fred_observations"
WHATEVER_THE_CLOCK_SAYS = {
    "loaded_at",
    "seconds",
    "rejected_at",
    "reject_id",
    "replayed_load_id",
    "dismissed_at",
}

Row = tuple[tuple[str, Any], ...]


@pytest.fixture
def landing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("landing", "lake"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(f"{name.upper()}_URL", (tmp_path / name).as_uri())
    return tmp_path / "landing"


@pytest.fixture
def lake(landing: Path) -> Path:
    return landing.parent / "lake"


@pytest.fixture
def filled(landing: Path, lake: Path) -> Callable[[], Report]:
    return lambda: load_lake(FolderLanding(landing), FolderLanding(lake))


def in_lake(lake: Path, folder: str) -> list[Row]:
    """The rows of all of a table's files."""
    files = sorted((lake / folder).glob("*.parquet"))
    return rows_of([row for file in files for row in pq.read_table(file).to_pylist()])


def in_postgres(ask: Ask, table: str) -> list[Row]:
    return rows_of([row for (row,) in ask(f"select to_jsonb(t) from {table} as t")])


def rows_of(rows: list[dict[str, Any]]) -> list[Row]:
    """Rows as JSON would tell them, but for the moments of loading, in an order of their own."""
    told = [
        {name: value for name, value in row.items() if name not in WHATEVER_THE_CLOCK_SAYS} for row in rows
    ]
    return sorted((tuple(sorted(json.loads(json.dumps(row, default=_iso)).items())) for row in told), key=str)


def _iso(value: Any) -> str:
    return str(value.isoformat())


def test_the_lake_holds_the_rows_rejects_and_manifest_that_postgresql_does(
    landing: Path, lake: Path, filled: Callable[[], Report], warehouse: Ask
) -> None:
    land(landing, [FAILED, GOOD, with_body("observation_date,VIXCLS\n2023-13-02,13.2\n2023-12-02,13.3\n")])
    land(landing, [chart(3, volume=[1, None, 3])])
    filled()
    load(FolderLanding(landing))
    # a changed object is a later load, and what it was before stays
    land(landing, [GOOD, with_body("observation_date,VIXCLS\n2024-01-05,14.2\n")])
    report = filled()
    assert (report.loaded, report.unchanged, report.rows_loaded) == (1, 1, GOOD_ROWS + 2)
    load(FolderLanding(landing))
    tables = [
        f"raw.{name}" for (name,) in warehouse("select tablename from pg_tables where schemaname = 'raw'")
    ]
    for table in [*tables, "ops.manifest"]:
        assert in_lake(lake, table.replace(".", "/")) == in_postgres(warehouse, table), table
    assert len(in_lake(lake, "raw/rejects")) == 1
    assert len({dict(row)["load_id"] for row in in_lake(lake, OBSERVATIONS)}) == 2


def test_what_is_loaded_already_is_not_written_again(
    landing: Path, lake: Path, filled: Callable[[], Report]
) -> None:
    land(landing, [GOOD])
    filled()
    before = {path: path.stat().st_mtime_ns for path in lake.rglob("*.parquet")}
    assert filled().status == "unchanged"
    assert {path: path.stat().st_mtime_ns for path in lake.rglob("*.parquet")} == before


def test_a_load_that_was_broken_off_is_done_again_under_its_own_names(
    landing: Path, lake: Path, filled: Callable[[], Report]
) -> None:
    land(landing, [GOOD])
    filled()
    (entry,) = (lake / "ops/manifest").glob("*.parquet")
    entry.unlink()
    (lake / OBSERVATIONS / entry.name).write_bytes(b"PAR1 and no more")
    (lake / "raw/yahoo_bars").mkdir()
    (lake / "raw/yahoo_bars" / entry.name).write_bytes(b"of an object that is no more")
    assert filled().rows_loaded == GOOD_ROWS
    assert [path.name for path in (lake / OBSERVATIONS).iterdir()] == [entry.name]
    assert len(in_lake(lake, OBSERVATIONS)) == GOOD_ROWS - 1
    assert in_lake(lake, "raw/yahoo_bars") == []


def test_an_object_of_which_too_much_is_rejected_leaves_nothing(
    landing: Path, lake: Path, filled: Callable[[], Report]
) -> None:
    land(landing, [b"no envelope"] * 11)
    land(landing, [chart()])
    report = filled()
    assert list(report.failed) == [f"fred/{FOLDER}/part-0000.ndjson.gz"]
    assert report.loaded == 1
    assert in_lake(lake, "raw/rejects") == []


@pytest.mark.usefixtures("landing", "s3")
def test_the_lake_may_be_a_bucket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LAKE_URL", "s3://the-lake/deep/down")
    bucket = boto3.resource("s3").create_bucket(Bucket="the-lake")
    land(tmp_path / "landing", [GOOD])
    assert main(["load", "--to", "parquet"]) == 0
    assert main(["load", "--to", "parquet"]) == 0
    assert "0 objects loaded, 1 unchanged" in capsys.readouterr().out
    # by which Spark tells a folder without files
    markers = ["deep/down/raw/yahoo_bars/", "deep/down/ops/manifest/"]
    for marker in markers:
        bucket.put_object(Key=marker)
    assert main(["load", "--to", "parquet"]) == 0
    for marker in markers:
        bucket.Object(marker).delete()
    keys = [found.key.removeprefix("deep/down/") for found in bucket.objects.all()]
    assert [key.rpartition("/")[0] for key in keys] == [
        "",
        "ops/manifest",
        "raw/extraction_outcomes",
        OBSERVATIONS,
    ]


@pytest.mark.usefixtures("landing")
def test_without_an_address_the_command_says_what_to_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("LAKE_URL")
    assert main(["load", "--to", "parquet"]) == 2
    assert "LAKE_URL is not set: write s3://bucket/prefix or file:///folder" in capsys.readouterr().err


@pytest.mark.usefixtures("landing")
def test_an_engine_that_is_not_installed_is_told_before_anything_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lake: Path
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(lake))
    assert main(["pipeline", "--engine", "spark"]) == 2
    assert "the engine spark needs " in capsys.readouterr().err


@pytest.mark.usefixtures("landing")
def test_a_place_that_spark_cannot_use_is_told_before_anything_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LAKE_URL", "file:///my%20lake")
    assert main(["pipeline", "--engine", "spark"]) == 2
    assert "cannot use LAKE_URL=file:///my%20lake" in capsys.readouterr().err


COLUMNS = {
    "day": ("date", pa.date32()),
    "name": ("text", pa.string()),
    "is_known": ("boolean", pa.bool_()),
    "small": ("integer", pa.int32()),
    "number": ("bigint", pa.int64()),
    "value": ("double precision", pa.float64()),
    "moment": ("timestamp with time zone", pa.timestamp("us", tz="UTC")),
}
SCHEMA = pa.schema([(name, kind) for name, (_, kind) in COLUMNS.items()])
ROWS = pa.RecordBatch.from_pylist(
    [
        dict.fromkeys(COLUMNS),
        {
            "day": GOOD.start,
            "name": "A",
            "is_known": True,
            "small": -3,
            "number": -(2**62),
            "value": float("inf"),
        },
        {"day": GOOD.end, "name": "Ä\n", "is_known": False, "number": 2**62, "value": 1.5e-7},
        {"name": "A", "value": -0.7, "moment": GOOD.extracted_at, "number": 2**62},
    ],
    SCHEMA,
)


@pytest.fixture
def built(lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lake with a mart of all types, as dbt and Spark leave it."""
    monkeypatch.setenv("DBT_TARGET_PATH", str(tmp_path / "target"))
    columns = {
        name: {"name": name, "data_type": kind, "description": f"It's {name}.", "constraints": []}
        for name, (kind, _) in COLUMNS.items()
    }
    node = {"name": "fct_all", "description": "All. One row per row.", "contract": {"enforced": True}}
    node |= {"resource_type": "model", "schema": "marts_next", "constraints": []}
    node |= {"columns": columns, "config": {"indexes": [{"columns": ["day", "name"], "unique": True}]}}
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "manifest.json").write_text(json.dumps({"nodes": {"model.b.fct_all": node}}))
    for folder, table in {
        "marts_next.db/fct_all": pa.Table.from_batches([ROWS]),
        "ops.db/builds": pa.table(
            {
                "invocation_id": ["i"],
                "command": ["build"],
                "is_empty": [False],
                "started_at": [GOOD.extracted_at],
            }
        ),
        "ops.db/build_nodes": pa.table(
            {"invocation_id": ["i"], "node_id": ["n"], "resource_type": ["model"], "name": ["n"]}
        ),
        "ops.db/build_results": pa.table(
            {
                "invocation_id": ["i"],
                "node_id": ["n"],
                "name": ["n"],
                "resource_type": ["model"],
                "status": ["success"],
            }
        ),
    }.items():
        (lake / "warehouse" / folder).mkdir(parents=True)
        pq.write_table(table, lake / "warehouse" / folder / "part-00000.snappy.parquet")
    return lake


def test_marts_come_back_with_the_contracts_types_indexes_and_comments(built: Path, warehouse: Ask) -> None:
    # what Spark has not finished is none of it
    unfinished = built / "warehouse/marts_next.db/fct_all/_temporary/0"
    unfinished.mkdir(parents=True)
    (unfinished / "part-00001.snappy.parquet").write_bytes(b"PAR1")
    for _ in range(2):
        assert fetch(FolderLanding(built)) == "1 marts, 4 rows, arrived as they were sent"
    assert warehouse("select to_jsonb(t) - 'moment' from marts_next.fct_all as t where name = 'Ä\n'") == [
        (
            {
                "day": "2024-01-09",
                "name": "Ä\n",
                "is_known": False,
                "small": None,
                "number": 2**62,
                "value": 1.5e-7,
            },
        )
    ]
    assert warehouse("select moment from marts_next.fct_all where moment is not null") == [
        (GOOD.extracted_at,)
    ]
    assert warehouse(
        "select attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum)"
        " from pg_attribute where attrelid = 'marts_next.fct_all'::regclass and attnum > 0 order by attnum"
    ) == [(name, kind, f"It's {name}.") for name, (kind, _) in COLUMNS.items()]
    assert warehouse(
        "select split_part(indexdef, ' ON ', 2) from pg_indexes where tablename = 'fct_all'"
    ) == [("marts_next.fct_all USING btree (day, name)",)]
    assert warehouse("select invocation_id, status from ops.build_results") == [("i", "success")]


def test_a_build_is_fetched_when_it_has_ended_and_not_before(built: Path, warehouse: Ask) -> None:
    ops, later = built / "warehouse/ops.db", built / "later"
    later.mkdir()
    for table in ("build_nodes", "build_results"):
        file = ops / table / "part-00000.snappy.parquet"
        pq.write_table(pq.read_table(file), later / f"{table}.parquet")
        pq.write_table(pq.read_table(file).slice(1), file)
    with pytest.raises(PublishRefused, match="build i has not ended: fetch when it has"):
        fetch(FolderLanding(built))
    assert warehouse("select count(*) from ops.builds") == [(0,)]
    for table in ("build_nodes", "build_results"):
        (later / f"{table}.parquet").replace(ops / table / "part-00000.snappy.parquet")
    fetch(FolderLanding(built))
    assert warehouse("select count(*) from ops.builds") == [(1,)]
    assert warehouse("select count(*) from ops.build_nodes join ops.build_results using (node_id)") == [(1,)]


def test_marts_of_the_lake_do_not_take_the_place_of_a_newer_build(built: Path, warehouse: Ask) -> None:
    warehouse("insert into ops.builds (invocation_id, command, is_empty) values ('p', 'build', false)")
    with pytest.raises(PublishRefused, match="the lake's marts are of build i, and build p is newer"):
        fetch(FolderLanding(built))
    assert warehouse("select count(*) from pg_tables where schemaname = 'marts_next'") == [(0,)]


def test_a_build_that_begins_meanwhile_is_not_taken_for_the_one_that_ended(
    built: Path, warehouse: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds = built / "warehouse/ops.db/builds"

    def copy_while_it_begins(*given: Any) -> None:
        copy_batch(*given)
        began = pq.read_table(builds / "part-00000.snappy.parquet").to_pylist()[0] | {"invocation_id": "j"}
        pq.write_table(pa.Table.from_pylist([began]), builds / "part-00001.snappy.parquet")

    monkeypatch.setattr("extract_load.lake.fetch.copy_batch", copy_while_it_begins)
    with pytest.raises(PublishRefused, match="another build on Spark began"):
        fetch(FolderLanding(built))
    assert warehouse("select count(*) from ops.builds") == [(0,)]


@pytest.mark.parametrize("table", ["ops.builds", "marts_next.fct_all"])
def test_a_table_that_is_not_in_the_lake_leaves_everything_as_it_was(
    built: Path, warehouse: Ask, table: str
) -> None:
    folder = f"warehouse/{table.replace('.', '.db/')}/"
    (built / folder / "part-00000.snappy.parquet").unlink()
    with pytest.raises(BuildFailed, match=f"{table} is not in the lake: {folder} holds no"):
        fetch(FolderLanding(built))
    assert warehouse("select count(*) from pg_tables where schemaname = 'marts_next'") == [(0,)]


def test_a_mart_of_an_older_release_is_refused_by_what_it_lacks(built: Path) -> None:
    file = built / "warehouse/marts_next.db/fct_all/part-00000.snappy.parquet"
    pq.write_table(pa.Table.from_batches([ROWS]).drop_columns(["value"]), file)
    with pytest.raises(BuildFailed, match="fct_all in the lake has no value: build on Spark with this"):
        fetch(FolderLanding(built))


@pytest.mark.parametrize(
    ("on_the_way", "told"),
    [
        (lambda batch: batch.slice(1), "4 rows sent, 3 arrived"),
        (
            lambda batch: batch.set_column(3, "small", pa.nulls(batch.num_rows, pa.int32())),
            "columns with another checksum: small",
        ),
    ],
    ids=["a row", "a column"],
)
def test_what_is_lost_on_the_way_is_noticed(
    built: Path,
    warehouse: Ask,
    monkeypatch: pytest.MonkeyPatch,
    on_the_way: Callable[[pa.RecordBatch], pa.RecordBatch],
    told: str,
) -> None:
    def copy_less(cur: Any, table: tuple[str, str], names: Any, batch: pa.RecordBatch) -> None:
        copy_batch(cur, table, names, on_the_way(batch))

    monkeypatch.setattr("extract_load.lake.fetch.copy_batch", copy_less)
    with pytest.raises(BuildFailed, match=told):
        fetch(FolderLanding(built))
    assert warehouse("select count(*) from pg_tables where schemaname = 'marts_next'") == [(0,)]


@pytest.mark.usefixtures("built")
def test_the_command_says_what_cannot_be_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # where others have left what dbt parsed
    monkeypatch.setenv("DBT_TARGET_PATH", str(tmp_path.parent / "target"))
    assert main(["fetch"]) == 1
    assert "is not in the lake: warehouse/marts_next.db/" in capsys.readouterr().err


def test_a_checksum_tells_one_changed_value_of_any_column(warehouse: Ask) -> None:
    types = {name: kind for name, (kind, _) in COLUMNS.items()}
    warehouse(f"create table raw.sums ({', '.join(f'{name} {kind}' for name, kind in types.items())})")
    warehouse("alter table raw.sums owner to bellwether_loader")
    with connect(LOADER) as opened, opened.cursor() as cur:
        copy_batch(cur, ("raw", "sums"), list(types), ROWS)
        sent = checksum.of_batch(ROWS)
        assert checksum.of_table(cur, "raw", "sums", types) == sent
        halves = [checksum.of_batch(ROWS.slice(0, 1)), checksum.of_batch(ROWS.slice(1))]
        assert {name: halves[0][name] + halves[1][name] for name in types} == sent
        for name, other in {
            "day": "day + 1",
            "name": "name || ' '",
            "is_known": "not is_known",
            "small": "small + 1",
            "number": "number - 1",
            "value": "value * (1 + 1e-15)",
            "moment": "moment + interval '1 microsecond'",
        }.items():
            cur.execute(
                f"update raw.sums set {name} = {other}"
                f" where ctid = (select max(ctid) from raw.sums where {name} is not null)"
            )
            found = checksum.of_table(cur, "raw", "sums", types)
            assert {column for column in types if found[column] != sent[column]} == {name}
            opened.rollback()
            copy_batch(cur, ("raw", "sums"), list(types), ROWS)
