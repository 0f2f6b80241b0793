"""The dbt project's exposures say what the pages read; a change of either without the other is found here."""

import re
from pathlib import Path

import pytest
import yaml

from tests.dashboard.reading import ROOT, VIEWS, marts_of

MARTS = ROOT / "dbt_project" / "models" / "marts"
OWN_QUERIES, NO_DATA = "sql_console", "sources"
PAGES = sorted({path.stem for path in VIEWS.glob("*.py")} - {OWN_QUERIES, NO_DATA})


def exposures() -> dict[str, set[str]]:
    """Each exposure's marts."""
    written = yaml.safe_load((MARTS / "_marts__exposures.yml").read_text(encoding="utf-8"))
    return {
        exposure["name"]: set(re.findall(r"ref\('(\w+)'\)", " ".join(exposure["depends_on"])))
        for exposure in written["exposures"]
    }


def test_every_page_that_reads_marts_is_an_exposure() -> None:
    assert set(exposures()) == {*PAGES, OWN_QUERIES}


@pytest.mark.parametrize("page", PAGES)
def test_an_exposure_names_exactly_what_its_page_reads(page: str) -> None:
    assert exposures()[page] == marts_of(page)


def test_the_consoles_reader_may_read_every_mart() -> None:
    assert exposures()[OWN_QUERIES] == {path.stem for path in Path(MARTS).glob("*/*.sql")}


def test_the_page_of_the_sources_reads_no_mart() -> None:
    assert marts_of(NO_DATA) == set()


def test_a_page_reads_what_its_sections_read_and_not_what_others_take_from_the_same_module() -> None:
    assert "fct_signal_daily" in marts_of("mood")
    assert "dim_state" not in marts_of("mood")
