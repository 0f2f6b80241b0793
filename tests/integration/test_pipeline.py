"""One run of everything, on simulated providers, with the real dbt project."""

import re
import time
from pathlib import Path

import pytest

from extract_load import pipeline
from extract_load.cli import main
from extract_load.dbt_build import BuildFailed, build, project_state
from extract_load.warehouse.connection import Lock, hold
from infra.local.simulator import Simulator
from tests.built_world import START
from tests.integration.conftest import READER, ask, ran
from tests.small_project import small_project

MARTS = "select relname from pg_class where relnamespace = 'marts'::regnamespace and relkind = 'r'"


def digests() -> dict[str, object]:
    """Each mart's rows, as a reader sees them, but for those that record runs."""
    marts = sorted(name for (name,) in ask(MARTS) if name != "fct_extraction_outcomes")
    query = "select md5(string_agg(t::text, '|' order by t::text)) from marts.{} as t"
    return {mart: ask(query.format(mart), **READER)[0][0] for mart in marts}


def test_a_run_publishes_and_the_same_run_again_changes_nothing(published: str) -> None:
    assert "pipeline: readers see build" in published
    before = digests()
    assert {
        "dim_date",
        "dim_company",
        "fct_stock_daily",
        "fct_market_daily",
        "fct_sector_daily",
    } <= before.keys()
    again = ran("pipeline", "--start", str(START))
    assert again.returncode == 0, again.stderr
    assert "pipeline: nothing new: build" in again.stdout
    assert digests() == before
    assert ask("select command, status from ops.runs order by run_id") == [
        ("pipeline", "ok"),
        ("extract", "ok"),
        ("load", "ok"),
        ("build", "ok"),
        ("publish", "ok"),
        ("digest", "ok"),
        ("pipeline", "unchanged"),
        ("extract", "ok"),
        ("load", "unchanged"),
        ("digest", "ok"),
    ]
    assert ask("select simulated, rules_held > 50, data_through = as_of - 1 from ops.publishes") == [
        (True, True, True)
    ]


@pytest.mark.usefixtures("world")
def test_a_second_run_at_the_same_time_waits_then_says_why_it_does_not_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pipeline, "_LOCK_WAIT_SECONDS", 1)
    started = time.monotonic()
    with hold(Lock.PIPELINE, 0):
        assert main(["pipeline"]) == 1
    assert time.monotonic() - started >= 1
    assert "another pipeline is still running" in capsys.readouterr().err


@pytest.mark.usefixtures("world")
def test_what_was_refused_is_in_the_summary_a_line_each(
    tmp_path: Path,
    simulator: Simulator,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    simulator.script([{"match": "/w/api.php", "replace": {">Energy<": ">Cats<"}}])
    inbox = tmp_path / "landing" / "inbox" / "google_trends"
    inbox.mkdir(parents=True)
    (inbox / "mine.csv").write_text("not an export")
    # a folder that is none: dbt fails at once, and the summary of a failed run has the same lines
    (tmp_path / "target").touch()
    monkeypatch.setenv("DBT_TARGET_PATH", str(tmp_path / "target"))
    assert main(["pipeline", "--start", "2025-06-20"]) == 1
    summary = capsys.readouterr().err
    assert "\n  wikipedia: List_of_S&P_500_companies refused: " in summary
    assert "\n  google_trends: mine.csv refused: " in summary


@pytest.mark.usefixtures("warehouse")
def test_a_failed_build_names_what_failed_and_where_the_log_is(tmp_path: Path) -> None:
    project = small_project(tmp_path / "dbt", good="select 1 as a", bad="select nothing as b")
    with pytest.raises(BuildFailed) as failed:
        build(project)
    said, _, log = str(failed.value).rpartition("\n  see ")
    assert re.match(r"(?s)model bad: error: .*\"nothing\" does not exist", said)
    statement = re.findall(r"compiled code at (\S+)", Path(log).read_text())[0]
    assert "select nothing as b" in (project / statement).read_text()
    (project / "models" / "bad.sql").unlink()
    assert build(project) == "1 success"


@pytest.mark.usefixtures("warehouse")
def test_a_build_names_the_tests_that_warned(tmp_path: Path) -> None:
    project = small_project(tmp_path / "dbt", good="select 1 as a")
    (project / "tests").mkdir()
    (project / "tests" / "odd.sql").write_text("{{ config(severity='warn') }} select 1 as a")
    assert build(project) == "1 success, 1 warn (odd)"


@pytest.mark.usefixtures("warehouse")
def test_a_project_that_dbt_cannot_read_is_a_failed_build(tmp_path: Path) -> None:
    with pytest.raises(BuildFailed, match="nowhere"):
        build(small_project(tmp_path / "dbt", bad="select * from {{ ref('nowhere') }}"))


def test_a_projects_state_is_its_files_and_not_what_dbt_writes(tmp_path: Path) -> None:
    project = small_project(tmp_path / "dbt", a="select 1 as a")
    before = project_state(project)
    for written in ("target", "logs"):
        (project / written).mkdir()
        (project / written / "file").write_text("x")
    assert project_state(project) == before
    (project / "models" / "a.sql").rename(project / "models" / "b.sql")
    assert project_state(project) != before
