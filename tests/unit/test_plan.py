"""Which days are asked for."""

from datetime import date

import pytest

from extract_load.catalog import SOURCES
from extract_load.config import ConfigError
from extract_load.extract.plan import asked_for, batches
from extract_load.extract.state import Landed
from extract_load.source import Api, Window

TODAY = date(2025, 7, 1)
BY_NAME = {source.name: source for source in SOURCES if isinstance(source, Api)}
FULL = Window(date(2022, 1, 1), date(2025, 6, 30))


def landed(*windows: tuple[str, str]) -> Landed:
    return Landed(tuple(Window(date.fromisoformat(a), date.fromisoformat(b)) for a, b in windows))


def plan(
    source: str, state: dict[str, Landed], start: date | None = None, end: date | None = None
) -> dict[Window, list[str]]:
    asked = asked_for(start, end, FULL.start, TODAY)
    return batches(BY_NAME[source], ["A", "B"], state, asked)


def test_without_anything_landed_a_run_asks_five_years_up_to_yesterday() -> None:
    assert asked_for(None, None, None, TODAY).full == Window(date(2020, 7, 1), date(2025, 6, 30))


def test_five_years_before_a_leap_day_is_a_day() -> None:
    assert asked_for(None, None, None, date(2024, 2, 29)).full.start == date(2019, 2, 28)


def test_the_full_window_begins_at_the_earliest_start_of_any_run() -> None:
    assert asked_for(date(2024, 1, 1), None, date(2014, 1, 1), TODAY).full.start == date(2014, 1, 1)
    assert asked_for(date(2010, 1, 1), None, date(2014, 1, 1), TODAY).full.start == date(2010, 1, 1)


def test_today_and_later_are_never_asked_for() -> None:
    assert asked_for(None, date(2030, 1, 1), None, TODAY).full.end == date(2025, 6, 30)


def test_an_empty_window_is_an_error_that_names_it() -> None:
    with pytest.raises(ConfigError, match="2025-06-10 is after the last, 2025-06-01"):
        asked_for(date(2025, 6, 10), date(2025, 6, 1), None, TODAY)


def test_a_subject_goes_on_from_what_has_landed_less_the_revision_window() -> None:
    state = {"A": landed(("2022-01-01", "2025-06-20"))}
    assert plan("yahoo", state) == {FULL: ["B"], Window(date(2025, 6, 11), FULL.end): ["A"]}


def test_a_subject_that_is_up_to_date_still_gets_its_revision_window() -> None:
    state = {"A": landed(("2022-01-01", "2025-06-30")), "B": landed(("2022-01-01", "2025-06-30"))}
    assert plan("yahoo", state) == {Window(date(2025, 6, 21), FULL.end): ["A", "B"]}


def test_a_subject_with_a_gap_goes_on_before_the_gap() -> None:
    state = {"A": landed(("2022-01-01", "2023-12-31"), ("2025-01-01", "2025-06-30"))}
    assert Window(date(2023, 12, 22), FULL.end) in plan("yahoo", state)


def test_a_subject_landed_from_later_on_gets_the_full_window() -> None:
    assert plan("yahoo", {"A": landed(("2024-01-01", "2025-06-30"))}) == {FULL: ["A", "B"]}


def test_an_explicit_start_is_for_those_landed_before_and_a_new_subject_gets_all() -> None:
    state = {"A": landed(("2022-01-01", "2025-06-20"))}
    assert plan("yahoo", state, start=date(2025, 5, 1)) == {
        FULL: ["B"],
        Window(date(2025, 5, 1), FULL.end): ["A"],
    }


def test_an_end_in_the_past_stays_in_the_past() -> None:
    state = {"A": landed(("2022-01-01", "2025-06-20"))}
    windows = plan("yahoo", state, end=date(2023, 3, 31))
    assert Window(date(2023, 3, 22), date(2023, 3, 31)) in windows


def test_nothing_is_asked_about_days_before_the_provider_begins() -> None:
    assert list(plan("gdelt", {}, start=date(2010, 1, 1))) == [Window(date(2017, 1, 1), FULL.end)]


def test_a_provider_that_begins_later_is_not_asked() -> None:
    asked = asked_for(date(2013, 6, 3), None, None, date(2014, 6, 6))
    assert batches(BY_NAME["gdelt"], ["A"], {}, asked) == {}
    assert batches(BY_NAME["wikimedia"], ["A"], {}, asked) == {}


def test_a_document_is_taken_as_of_today() -> None:
    assert plan("wikipedia", {}) == {Window(TODAY, TODAY): ["A", "B"]}


def test_a_start_before_membership_is_known_is_a_mistake() -> None:
    with pytest.raises(ConfigError, match="1996"):
        asked_for(date(202, 1, 1), None, None, TODAY)
