from pathlib import Path

import pandas as pd
import pytest
from psycopg2.extensions import cursor
from streamlit.testing.v1 import AppTest

from dashboard.queries import health as queries
from dashboard.sections.health import builds
from tests.dashboard.shown import Open

BUILD = "b0a1d2c3-0000"


def tables(app: AppTest) -> list[pd.DataFrame]:
    return [frame.value for frame in app.dataframe]


def test_a_killed_run_is_shown_as_interrupted_once_a_later_one_has_started(warehouse: cursor) -> None:
    assert list(queries.runs()["status"]) == ["ok", "ok", "interrupted"]
    warehouse.execute("insert into ops.runs (command) values ('load')")
    newest = queries.runs().iloc[0]
    assert newest["status"] == "running"
    assert newest["seconds"] >= 0


@pytest.mark.usefixtures("published")
def test_outcomes_are_counted_by_source_and_status(open_page: Open) -> None:
    outcomes = tables(open_page("pipeline_health"))[2].set_index("source")
    assert list(outcomes.loc["yahoo", ["ok", "not_found", "failed"]]) == [3, 1, 0]
    assert list(outcomes.loc["gdelt", ["ok", "not_found", "failed"]]) == [0, 0, 4]


@pytest.mark.usefixtures("published")
def test_a_dead_ticker_is_no_fault(open_page: Open) -> None:
    failures = tables(open_page("pipeline_health"))[3]
    assert set(failures["source"]) == {"gdelt"}
    assert set(failures["message"]) == {"asked too often; five tries"}


@pytest.mark.usefixtures("published")
def test_the_manifest_adds_up(open_page: Open) -> None:
    loads = tables(open_page("pipeline_health"))[4]
    assert (loads["rows_in"] == loads["rows_loaded"] + loads["rows_rejected"]).all()
    assert list(loads["source"]) == ["fred", "gdelt", "yahoo"]


def test_a_builds_results_are_those_of_the_moment_it_was_published(warehouse: cursor) -> None:
    warehouse.execute(
        "insert into ops.build_results (invocation_id, node_id, name, resource_type, status)"
        " values ('later', 'test.bellwether.t1', 'rule_1', 'test', 'fail')"
    )
    statuses = queries.node_results(BUILD).set_index("name")["status"]
    assert statuses["rule_1"] == "pass"
    assert statuses["rule_4"] == "warn"


def test_a_node_without_a_result_is_not_passed_over(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("delete from ops.build_results where name = 'rule_9'")
    loud = next(frame for frame in tables(open_page("pipeline_health")) if "failures" in frame)
    assert set(loud["name"]) == {"rule_4", "rule_9"}


def test_what_a_build_changed_is_listed_by_mart_and_cause(warehouse: cursor, open_page: Open) -> None:
    assert any("this build came after none" in said.value for said in open_page("pipeline_health").markdown)
    warehouse.execute(
        "insert into ops.mart_differences values (%s, 'fct_stock_daily', 'restatement', 0, 12345, 0),"
        " ('another build', 'dim_date', 'code', 1, 0, 0)",
        (BUILD,),
    )
    changed = tables(open_page("pipeline_health"))[-2]
    assert changed.to_dict("records") == [
        {"mart": "fct_stock_daily", "cause": "restatement", "added": 0, "changed": 12345, "withdrawn": 0}
    ]


def test_the_publishes_begin_with_what_readers_see(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute(
        "insert into ops.publishes"
        " (action, build_id, engine, rules_held, tests_warned, rows_rejected, fingerprint, simulated)"
        " values ('rollback', 'earlier', 'postgres', 7, 0, 0, 'e', false)"
    )
    publishes = tables(open_page("pipeline_health"))[-1]
    assert list(publishes["build_id"]) == ["earlier", BUILD]


@pytest.mark.usefixtures("published")
def test_the_lineage_is_offered_once_the_docs_are_built(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = tmp_path / "docs.html"
    monkeypatch.setattr(builds, "DOCS", docs)
    assert "make docs" in " ".join(text.value for text in open_page("pipeline_health").markdown)
    docs.write_text("<html></html>")
    links = open_page("pipeline_health").get("link_button")
    assert [(link.proto.label, link.proto.url) for link in links] == [
        ("Lineage and model docs", "app/static/docs.html")
    ]
