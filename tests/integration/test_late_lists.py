"""Lists of the past land over several mornings, the later months first: the marts know no difference."""

import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from infra.local.simulator import Simulator
from infra.local.simulator.world import DEFAULT_TODAY, RECLASSIFICATION
from tests.integration.conftest import ask, dbt
from tests.marts import assert_equal_marts, marts, without_records_of_runs

REVISIONS = "wikipedia_revisions"
CLASSES = """
select count(*), count(case when is_classified_as_of then 1 end), count(distinct gics_sector)
from marts.fct_stock_daily where ticker = %s and trade_date < %s
"""


def morning(monkeypatch: pytest.MonkeyPatch, simulator: Simulator, day: date, *options: str) -> None:
    """A run of the pipeline, which publishes whatever failed on the way."""
    monkeypatch.setenv("BELLWETHER_TODAY", str(day))
    simulator.set_clock(day)
    command = [sys.executable, "-m", "extract_load", "pipeline", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def forget_lists_of_the_past(landing: Path) -> None:
    shutil.rmtree(landing / REVISIONS)
    shutil.rmtree(landing / "state" / REVISIONS)
    ask("delete from raw.wikipedia_revision_members")
    ask("delete from ops.manifest where object_key like %s", f"{REVISIONS}/%")
    ask("delete from raw.extraction_outcomes where source = %s", REVISIONS)


@pytest.mark.slow
@pytest.mark.usefixtures("published")
def test_lists_that_land_late_and_out_of_order_give_the_same_marts(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_lists_of_the_past(tmp_path / "landing")
    unanswered = {"match": "prop=revisions", "status": 400, "body": "no"}
    no_april = {
        "match": f"oldid={1_200_000_000 + date(2025, 4, 24).toordinal()}",
        "status": 400,
        "body": "no",
    }
    simulator.script([unanswered])
    morning(monkeypatch, simulator, DEFAULT_TODAY + timedelta(days=1))
    days, classified, sectors = ask(CLASSES, RECLASSIFICATION.ticker, RECLASSIFICATION.day)[0]
    assert (classified, sectors) == (0, 1)

    simulator.script([no_april])
    morning(monkeypatch, simulator, DEFAULT_TODAY + timedelta(days=2))
    assert ask(CLASSES, RECLASSIFICATION.ticker, RECLASSIFICATION.day)[0][1] == 0
    simulator.script([])
    morning(monkeypatch, simulator, DEFAULT_TODAY + timedelta(days=3))
    assert ask(CLASSES, RECLASSIFICATION.ticker, RECLASSIFICATION.day) == [(days, days, 1)]
    late = marts()
    assert dbt("run", "--full-refresh").success
    assert_equal_marts(without_records_of_runs(late), without_records_of_runs(marts("marts_next")))
