"""Lists of the past land over several mornings, the later months first: the marts know no difference."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from extract_load.cli import main
from infra.local.simulator import Simulator
from infra.local.simulator.world import DEFAULT_TODAY, RECLASSIFICATION
from tests.integration.conftest import Clock, ask, dbt, dbt_build
from tests.marts import assert_equal_marts, marts, without_records_of_runs

REVISIONS = "wikipedia_revisions"
CLASSES = """
select count(*), count(case when is_classified_as_of then 1 end), count(distinct gics_sector)
from {}.fct_stock_daily where ticker = %s and trade_date < %s
"""


def classes(schema: str) -> tuple[int, int, int]:
    """How many days the ticker has before it changed, how many with the class of then; its sectors."""
    ((days, classified, sectors),) = ask(
        CLASSES.format(schema), RECLASSIFICATION.ticker, RECLASSIFICATION.day
    )
    return days, classified, sectors


def build_on(extracted: int) -> None:
    """A morning up to its build; `extracted` is how extraction ends."""
    assert main(["extract"]) == extracted
    assert main(["load"]) == 0
    assert dbt_build("--exclude-resource-type", "test")


def forget_lists_of_the_past(landing: Path) -> None:
    shutil.rmtree(landing / REVISIONS)
    shutil.rmtree(landing / "state" / REVISIONS)
    ask("delete from raw.wikipedia_revision_members")
    ask("delete from ops.manifest where object_key like %s", f"{REVISIONS}/%")
    ask("delete from raw.extraction_outcomes where source = %s", REVISIONS)


@pytest.mark.slow
@pytest.mark.usefixtures("published")
def test_lists_that_land_late_and_out_of_order_give_the_same_marts(
    set_clock: Clock, simulator: Simulator, tmp_path: Path
) -> None:
    forget_lists_of_the_past(tmp_path / "landing")
    unanswered = {"match": "prop=revisions", "status": 400, "body": "no"}
    no_april = {
        "match": f"oldid={1_200_000_000 + date(2025, 4, 24).toordinal()}",
        "status": 400,
        "body": "no",
    }
    simulator.script([unanswered])
    set_clock(DEFAULT_TODAY + timedelta(days=1))
    # which publishes, whatever failed on the way
    assert main(["pipeline"]) == 0
    days, classified, sectors = classes("marts")
    assert (classified, sectors) == (0, 1)

    simulator.script([no_april])
    set_clock(DEFAULT_TODAY + timedelta(days=2))
    build_on(extracted=1)
    assert classes("marts_next")[1] == 0
    simulator.script([])
    set_clock(DEFAULT_TODAY + timedelta(days=3))
    build_on(extracted=0)
    assert classes("marts_next") == (days, days, 1)
    late = marts("marts_next")
    assert dbt("run", "--full-refresh").success
    assert_equal_marts(without_records_of_runs(late), without_records_of_runs(marts("marts_next")))
