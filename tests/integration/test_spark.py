"""The other engine: the same dbt models on Apache Spark give the same marts, and readers do not notice."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extract_load.cli import main
from extract_load.dbt_build import placed
from infra.local.simulator import Simulator
from tests.clocks import ReplayClock
from tests.integration.conftest import READER, Ask, ask
from tests.marts import Marts, assert_equal_marts, in_order, marts, without_records_of_runs
from tests.spark_cluster import cluster, needs_spark

pytestmark = [pytest.mark.slow, pytest.mark.spark, needs_spark]
START = date(2025, 5, 1)
SMALL_DATA = {
    "SPARK_LOCAL_IP": "127.0.0.1",
    "SPARK_DRIVER_MEMORY": "2g",
    "SPARK_SHUFFLE_PARTITIONS": "2",
    # compiling costs more than it saves where there are a few thousand rows
    # the quick compiler alone has a fifth of the usual room for code, and Spark stops when that is full
    "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC",
}
RESTATED = ["ticker", "trade_date", "kind", "field", "old_value", "new_value"]
_TABLES = """
select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), col_description(a.attrelid, a.attnum),
    obj_description(c.oid), c.relacl::text,
    array(select split_part(indexdef, ' USING ', 2) from pg_indexes where tablename = c.relname
        and schemaname = 'marts' order by 1)
from pg_class as c join pg_attribute as a on a.attrelid = c.oid
where c.relnamespace = 'marts'::regnamespace and c.relkind = 'r' and a.attnum > 0 order by c.relname, a.attnum
"""
"""The published tables' columns, comments, grants and indexes."""


@pytest.fixture
def lake(world: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: ARG001
    """A lake that is empty yet, and a Spark that is small."""
    monkeypatch.setenv("LAKE_URL", (tmp_path / "lake").as_uri())
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "spark-defaults.conf").write_text(
        "spark.sql.codegen.wholeStage false\nspark.sql.codegen.factoryMode NO_CODEGEN\n"
    )
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path / "conf"))
    monkeypatch.setenv("DBT_LOG_LEVEL_FILE", "debug")  # statements tell how a table was made
    for name, value in SMALL_DATA.items():
        monkeypatch.setenv(name, value)
    return tmp_path / "lake"


def pipeline(engine: str, *options: str, environment: Mapping[str, str] | None = None) -> str:
    """One run in a process of its own, which takes Spark's with it; what it said."""
    command = [sys.executable, "-m", "extract_load", "pipeline", "--engine", engine, *options]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **(environment or {})}
    )
    assert done.returncode == 0, done.stdout + done.stderr[-5000:]
    return done.stdout


def on_both(*options: str, environment: Mapping[str, str] | None = None) -> Marts:
    """What readers see after a run on Spark, which is what they saw after one on PostgreSQL."""
    pipeline("postgres", *options)
    expected, tables = marts(**READER), ask(_TABLES)
    pipeline("spark", *options, environment=environment)
    found = marts(**READER)
    assert ask(_TABLES) == tables
    assert_equal_marts(without_records_of_runs(found), without_records_of_runs(expected))
    restated = "rpt_price_restatements"
    assert_equal_marts({restated: found[restated][RESTATED]}, {restated: expected[restated][RESTATED]})
    return found


@pytest.mark.longest
def test_a_cluster_that_loses_a_worker_gives_equal_marts_and_the_next_morning_in_one_process_adds_the_same(
    lake: Path, tmp_path: Path, world: Ask, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def it_is(today: date) -> None:
        simulator.set_clock(today)
        monkeypatch.setenv("BELLWETHER_TODAY", str(today))

    built = lake / "warehouse" / "intermediate.db"
    for table in ("int_calendar_days", "nyse_holidays"):
        leave_unfinished(built / table)
    it_is(date(2025, 6, 13))
    with cluster(tmp_path / "cluster") as running:
        once = threading.Thread(
            target=_kill_when,
            args=(built / "int_quote_revisions" / "_SUCCESS", running.workers[0]),
            daemon=True,
        )
        once.start()
        on_both("--start", str(START), environment={"SPARK_MASTER": running.url})
        once.join(1)
        assert running.workers[0].poll() is not None
        assert running.workers[1].poll() is None
    assert "int_quote_revisions__whole" not in said_by_dbt(tmp_path)
    assert "nothing new: build" in pipeline("spark", "--start", str(START))
    assert main(["fetch"]) == 0
    assert world("select engine, count(*) from ops.publishes group by 1 order by 1") == [
        ("postgres", 1),
        ("spark", 1),
    ]

    it_is(date(2025, 6, 24))
    pipeline("postgres", "--start", str(START))
    assert main(["load", "--to", "parquet"]) == 0
    break_a_load_off(lake)
    build_on_spark("+config.materialized:incremental", "rpt_price_restatements", "int_restated_quotes")
    assert "int_quote_revisions__whole" in said_by_dbt(tmp_path)
    assert not list(built.glob("*__*"))
    for table in ("int_quote_revisions", "int_returns_daily"):
        assert_equal_tables(world, built / table, f"intermediate.{table}")
    restated = built.with_name("marts_next.db") / "rpt_price_restatements"
    assert assert_equal_tables(world, restated, "marts.rpt_price_restatements", RESTATED)


def leave_unfinished(table: Path) -> None:
    """What a build leaves that was killed while it wrote a table."""
    (table / "_temporary" / "0").mkdir(parents=True)
    (table / "part-00000.snappy.parquet").write_bytes(b"PAR1 and no more")


def break_a_load_off(lake: Path) -> None:
    """A load's bars again, under a load that no entry of the manifest lets count."""
    bars = sorted((lake / "raw" / "yahoo_bars").glob("*.parquet"))[-1]
    loaded = pq.read_table(bars)
    position = loaded.schema.get_field_index("load_id")
    other = loaded.set_column(position, "load_id", pa.array([9**9] * loaded.num_rows, pa.int64()))
    pq.write_table(other, bars.with_name(f"{9**9:010}-{'0' * 16}-{'0' * 16}.parquet"))


def build_on_spark(*selected: str) -> None:
    """What one morning leaves to the next is made from these; every other table is made anew each time."""
    dbt = str(Path(sys.executable).with_name("dbt"))
    untested = ["--target", "spark", "--exclude-resource-type", "unit_test"]
    command = [dbt, "build", *untested, "--select", *selected, *placed()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:]


def assert_equal_tables(ask: Ask, lake: Path, table: str, columns: Sequence[str] = ()) -> int:
    """The lake's table has the rows of PostgreSQL's; returns how many."""
    found = pq.read_table(lake, columns=columns or None).to_pandas()
    names = list(found.columns)
    expected = pd.DataFrame(ask(f"select {', '.join(names)} from {table}"), columns=names)
    floats = found.select_dtypes("float64").columns
    spark, postgres = (in_order(frame, floats) for frame in (found, expected))
    pd.testing.assert_frame_equal(spark, postgres, check_dtype=False, rtol=1e-6, atol=1e-9)
    return len(found)


def said_by_dbt(folder: Path) -> str:
    return "".join(log.read_text() for log in (folder / "logs").glob("dbt.log*"))


def _kill_when(file: Path, worker: "subprocess.Popen[bytes]") -> None:
    while not file.exists():
        time.sleep(0.1)
    worker.kill()
    worker.wait()


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Recorded history as of its last day instead of the simulated world."""
    address = os.environ.get("REPLAY_URL")
    if not address:
        pytest.skip("REPLAY_URL names no replay of recorded history")
    monkeypatch.setenv("PROVIDERS_URL", address)
    clock, today = ReplayClock(address), date(2019, 6, 29)
    monkeypatch.setenv("BELLWETHER_TODAY", str(today))
    with clock.put_back():
        clock.set(today)
        yield


@pytest.mark.usefixtures("lake", "recorded")
def test_recorded_history_gives_equal_marts_on_both_engines() -> None:
    start = os.environ.get("REPLAY_START", "2014-01-01")
    on_both("--start", start, "--end", "2019-06-28")
