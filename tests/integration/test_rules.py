"""A row that breaks a rule of a contract ends the build, which tells the table, the rule and the row."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from extract_load.dbt_build import PROJECT, BuildFailed, build
from tests.small_project import PROFILE, PROJECT_FILE, small_project
from tests.spark_cluster import needs_spark

SPARK = """\
    spark:
      type: spark
      method: session
      host: none
      schema: marts_next
      server_side_parameters:
        spark.master: local[1]
        spark.driver.memory: 1g
        spark.driver.extraJavaOptions: -Dderby.system.home={{ env_var('SPARK_METASTORE') }}
        spark.sql.warehouse.dir: "{{ env_var('LAKE_URL') }}/warehouse"
        spark.sql.legacy.createHiveTableByDefault: "false"
        spark.log.level: ERROR
        spark.ui.enabled: "false"
"""
TABLES = "models: {+materialized: table, +contract: {enforced: true}}\n"
CONTRACT = """
  - name: {}
    constraints: [{{type: primary_key, columns: [ticker, trade_date]}}, {{type: unique, columns: [close]}}]
    columns:
      - {{name: ticker, data_type: text}}
      - {{name: trade_date, data_type: date, constraints: [{{type: not_null}}]}}
      - {{name: close, data_type: double precision}}
      - name: volume
        data_type: bigint
        constraints: [{{type: check, name: volume_is_not_negative, expression: volume >= 0}}]
"""
GOOD = ("A", "2024-01-05", "1.5", "10")
UNKNOWN = ("B", "2024-01-05", "null", "null")
ROWS = {
    "held": (GOOD, UNKNOWN, ("C", "2024-01-05", "null", "null")),
    "no_day": (GOOD, ("B", "null", "2.5", "3")),
    "negative": (GOOD, ("B", "2024-01-05", "2.5", "-3")),
    "same_key": (GOOD, ("A", "2024-01-05", "2.5", "3")),
    "no_key": (GOOD, ("null", "2024-01-05", "2.5", "3")),
    "same_close": (GOOD, ("B", "2024-01-05", "1.5", "3")),
}
SAID_BY_POSTGRES = {
    "no_day": 'null value in column "trade_date" of relation "no_day" violates not-null constraint'
    " DETAIL: Failing row contains (B, null, 2.5, 3).",
    "negative": 'new row for relation "negative" violates check constraint "volume_is_not_negative"'
    " DETAIL: Failing row contains (B, 2024-01-05, 2.5, -3).",
    "same_key": ' violates? unique constraint "same_key_pkey"'
    " DETAIL: Key (ticker, trade_date)=(A, 2024-01-05) ",
    "no_key": 'column "ticker" of relation "no_key" ',
    "same_close": ' violates? unique constraint "same_close_close_key" DETAIL: Key (close)=(1.5) ',
}
SAID_BY_SPARK = {
    "no_day": 'relation "no_day" violates not null (trade_date):'
    " ticker = B, trade_date = null, close = 2.5, volume = 3;"
    ' relation "no_day" violates primary key (ticker, trade_date):'
    " ticker = B, trade_date = null, number_of_rows = 1",
    "negative": 'relation "negative" violates check volume_is_not_negative:'
    " ticker = B, trade_date = 2024-01-05, close = 2.5, volume = -3",
    "same_key": 'relation "same_key" violates primary key (ticker, trade_date):'
    " ticker = A, trade_date = 2024-01-05, number_of_rows = 2",
    "no_key": 'relation "no_key" violates primary key (ticker, trade_date):'
    " ticker = null, trade_date = 2024-01-05, number_of_rows = 1",
    "same_close": 'relation "same_close" violates unique (close): close = 1.5, number_of_rows = 2',
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of tables of which all but one break a rule, with the real one's macros."""
    models = {name: " union all ".join(map(_select, rows)) for name, rows in ROWS.items()}
    folder = small_project(tmp_path / "dbt", PROJECT_FILE + TABLES, PROFILE + SPARK, **models)
    shutil.copytree(PROJECT / "macros", folder / "macros")
    (folder / "models" / "contracts.yml").write_text("models:" + "".join(map(CONTRACT.format, ROWS)))
    return folder


def _select(row: tuple[str, ...]) -> str:
    types = {"ticker": "text", "trade_date": "date", "close": "double precision", "volume": "bigint"}
    return "select " + ", ".join(
        f"cast({value if value == 'null' else repr(value)} as {{{{ engine_type('{type_}') }}}}) as {name}"
        for value, (name, type_) in zip(row, types.items(), strict=True)
    )


def said(project: Path, target: str) -> dict[str, str]:
    """What the build says of each model that failed."""
    with pytest.raises(BuildFailed) as failed:
        build(project, target=target)
    lines = [line.partition(": error: ") for line in str(failed.value).split("\n  ")[:-1]]
    return {node.removeprefix("model "): message for node, _, message in lines}


@pytest.mark.usefixtures("warehouse")
def test_on_postgres(project: Path) -> None:
    found = said(project, "next")
    assert found.keys() == SAID_BY_POSTGRES.keys()
    for name, message in SAID_BY_POSTGRES.items():
        assert _part(message)(found[name]), found[name]


def _part(message: str) -> Callable[[str], bool]:
    """Whether a text has the message in it; keys are told in two ways, by when they are added."""
    wordings = (message.replace("violates?", "violates"), message.replace("violates?", "violate"))
    return lambda text: any(wording in text for wording in wordings)


@pytest.mark.slow
@pytest.mark.spark
@needs_spark
def test_on_spark(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAKE_URL", (tmp_path / "lake").as_uri())
    monkeypatch.setenv("SPARK_METASTORE", str(tmp_path))
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    assert said(project, "spark") == SAID_BY_SPARK
    assert "is not enforced" not in (project / "logs" / "dbt.log").read_text()
    kept = {folder.name for folder in (tmp_path / "lake" / "warehouse" / "marts_next.db").iterdir()}
    assert "held" in kept
