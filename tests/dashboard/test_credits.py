"""Whose data this is: said on a page of its own, and in the README."""

from pathlib import Path

import pytest

from dashboard.credits import CREDITS
from extract_load.catalog import SOURCES
from tests.dashboard.shown import Open, words

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_every_source_that_can_be_asked_is_credited() -> None:
    assert {credit.source for credit in CREDITS} == {source.name for source in SOURCES}


@pytest.mark.usefixtures("published")
def test_the_page_names_each_with_its_terms_and_what_it_asks_to_be_cited_as(open_page: Open) -> None:
    text = words(open_page("sources"))
    for credit in CREDITS:
        assert f"[{credit.name}]({credit.url})" in text
        assert credit.terms in text
        assert credit.citation in text
    assert "investment advice" in text


def test_the_page_needs_no_database(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPORT", "1")
    assert open_page("sources").title[0].value == "Sources and licences"


@pytest.mark.parametrize(
    "asked", ["https://www.gdeltproject.org/", "CC BY-SA 4.0", "https://open-meteo.com/", "investment advice"]
)
def test_the_readme_carries_what_is_asked_for(asked: str) -> None:
    assert asked in README
