"""The dbt project's exposures say what the pages read; a change of either without the other is found here."""

import re

import pytest
import yaml

from tests.dashboard.reading import ROOT, VIEWS, marts_of

EXPOSURES = ROOT / "dbt_project" / "models" / "marts" / "_marts__exposures.yml"
OWN_QUERIES, NO_DATA = "sql_console", "sources"
PAGES = sorted({path.stem for path in VIEWS.glob("*.py")} - {OWN_QUERIES, NO_DATA})


def exposures() -> dict[str, set[str]]:
    """Each exposure's marts."""
    written = yaml.safe_load(EXPOSURES.read_text(encoding="utf-8"))
    return {
        exposure["name"]: set(re.findall(r"ref\('(\w+)'\)", " ".join(exposure["depends_on"])))
        for exposure in written["exposures"]
    }


@pytest.mark.parametrize("page", PAGES)
def test_an_exposure_names_exactly_what_its_page_reads(page: str) -> None:
    assert exposures()[page] == marts_of(page)


def test_the_page_of_the_sources_reads_no_mart() -> None:
    assert marts_of(NO_DATA) == set()


def test_a_page_reads_what_its_sections_read_and_not_what_others_take_from_the_same_module() -> None:
    assert "fct_signal_daily" in marts_of("mood")
    assert "dim_state" not in marts_of("mood")
