"""A file of the inbox that was taken and should not have been is given back."""

import os
from pathlib import Path

import pytest

from extract_load.cli import main
from tests.integration.conftest import Ask

EXPORT = "Category: All categories\n\nWeek,depression: (United States)\n2025-06-15,71\n2025-06-22,68\n"


@pytest.fixture
def inbox(world: Ask) -> Path:  # noqa: ARG001
    """Where exports are dropped; one was taken."""
    folder = Path(os.environ["LANDING_URL"].removeprefix("file://")) / "inbox" / "google_trends"
    folder.mkdir(parents=True)
    (folder / "trends.csv").write_text(EXPORT)
    assert main(["extract", "--source", "google_trends"]) == 0
    return folder


def raw(ask: Ask) -> list[tuple[str | None, ...]]:
    assert main(["load"]) == 0
    return ask("select format, interest from raw.google_trends_interest order by extracted_at, period")


def test_its_rows_stay_and_a_note_says_that_they_do_not_count(world: Ask, inbox: Path) -> None:
    assert main(["withdraw", "trends.csv"]) == 0
    taken = [("multiTimeline", "71"), ("multiTimeline", "68")]
    assert raw(world) == [*taken, ("withdrawn", None)]
    # as it is it is not taken again, a better one is, and that can be withdrawn on the same day
    assert main(["extract", "--source", "google_trends"]) == 0
    assert len(raw(world)) == 3
    (inbox / "trends.csv").write_text(EXPORT.replace("71", "7"))
    assert main(["extract", "--source", "google_trends"]) == 0
    assert main(["withdraw", "trends.csv"]) == 0
    assert [row[0] for row in raw(world)][3:] == ["multiTimeline", "multiTimeline", "withdrawn"]


@pytest.mark.usefixtures("inbox")
def test_what_was_never_taken_cannot_be_given_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["withdraw", "other.csv"]) == 2
    assert (
        "no file 'other.csv' was taken from inbox/google_trends/; taken: trends.csv"
        in capsys.readouterr().err
    )
