"""Pipeline health: freshness against expectation, rejects with their reasons, what a rollback would do."""

from datetime import date, timedelta

import pytest
from psycopg2.extensions import cursor

from dashboard.expectations import Expectation, expectations, standing
from dashboard.sections.freshness import sources
from dashboard.trust import current_publish
from dashboard.widgets.wording import UNKNOWN
from extract_load.catalog import SOURCES
from tests.dashboard.shown import Open, frame_with, words

DAY = timedelta(days=1)


def test_something_is_expected_of_every_source_that_is_asked() -> None:
    assert {source.name for source in SOURCES} <= expectations().keys()


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (None, "✗ never answered"),
        (2 * DAY, "✓ fresh"),
        (3 * DAY, "◐ late"),
        (5 * DAY, "✗ overdue"),
    ],
)
def test_a_source_is_late_before_it_is_overdue(age: timedelta | None, words: str) -> None:
    assert standing(Expectation(late=2 * DAY, overdue=4 * DAY), age) == words


def test_a_source_that_may_be_missing_is_late_and_never_overdue() -> None:
    assert standing(Expectation(late=DAY, overdue=None), 99 * DAY) == "◐ late"


def test_the_sources_in_trouble_come_first(warehouse: cursor) -> None:
    warehouse.execute("update marts.fct_extraction_outcomes set extracted_at = now() - interval '1 hour'")
    warehouse.execute(
        "update marts.fct_extraction_outcomes set extracted_at = now() - interval '9 days'"
        " where source = 'yahoo'"
    )
    publish = current_publish()
    assert publish
    found = sources(publish).set_index("source")
    assert list(found["standing"])[:3] == ["✗ never answered", "✗ overdue", "✓ fresh"]
    assert list(found.index[:2]) == ["gdelt", "yahoo"]
    assert found.loc["yahoo", "expected"] == "within 2 days"
    assert found.loc["gdelt", "faults"] == 4


def silence(warehouse: cursor, series: str) -> None:
    warehouse.execute(
        "insert into marts.rpt_series_freshness (series, newest_value_on, sessions_silent, is_silent)"
        " values ('index_close', '2024-06-28', 0, false), (%s, '2023-09-28', 190, true)",
        (series,),
    )


def test_a_source_that_answers_without_new_values_is_silent(warehouse: cursor) -> None:
    warehouse.execute("update marts.fct_extraction_outcomes set extracted_at = now()")
    silence(warehouse, "policy_uncertainty")
    publish = current_publish()
    assert publish
    found = sources(publish).set_index("source")
    assert found.loc["fred", "standing"] == "◐ silent"
    assert found.loc["fred", "newest_value_on"] == date(2023, 9, 28)
    assert found.loc["yahoo", "standing"] == "✓ fresh"


@pytest.mark.parametrize(
    "page", ["overview", "market_and_signals", "correlations", "mood", "industry_sensitivity"]
)
def test_a_page_that_shows_or_tests_a_silent_series_says_so(
    warehouse: cursor, open_page: Open, page: str
) -> None:
    silence(warehouse, "depression_index")
    told = [warning.value for warning in open_page(page).warning]
    assert told == ["No values any more: **Depression index** since Thu 28 Sep 2023 (190 sessions)."]


def test_a_figure_that_is_unknown_now_says_when_it_was_known(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute(
        "update marts.fct_market_daily set depression_index = null, mood_level = null"
        " where trade_date > '2024-06-25'"
    )
    warehouse.execute("update marts.fct_market_daily set rainfall_mm = null")
    figures = {metric.label: metric for metric in open_page("overview").metric}
    assert figures[f"Mood: {UNKNOWN}"].delta == "last known 25 Jun 2024"
    assert figures["Rainfall, mm"].delta == "none in 60 sessions"


def test_a_session_of_which_nothing_is_known_has_no_figure_without_its_last_day(
    warehouse: cursor, open_page: Open
) -> None:
    warehouse.execute(
        "update marts.fct_market_daily set index_close = null, price_return = null, vix_close = null,"
        " members_total_return = null, volatility_7d = null, depression_index = null, mood_level = null,"
        " rainfall_mm = null where trade_date > '2024-06-25'"
    )
    for mart in ("fct_sector_daily", "fct_industry_daily", "fct_stock_daily"):
        warehouse.execute(f"delete from marts.{mart} where trade_date > '2024-06-25'")
    app = open_page("overview")
    unknown = [metric.delta for metric in app.metric if metric.value == UNKNOWN]
    assert unknown == 9 * ["last known 25 Jun 2024"]
    assert f"No member's return is known. Mood: {UNKNOWN}." in [markdown.value for markdown in app.markdown]


def test_the_page_counts_the_fresh_ones(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("update marts.fct_extraction_outcomes set extracted_at = now()")
    figures = {metric.label: metric.value for metric in open_page("pipeline_health").metric}
    assert figures["Sources"] == "5 of 6"


def test_rejects_are_counted_by_reason_the_open_ones_first(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute(
        "insert into raw.rejects"
        " (load_id, object_key, object_version, line_number, table_name, record, reason, dismissed_at)"
        " select 1, 'fred/x', '1', n, 'fred_observations', 'kept to ourselves',"
        " case when n < 4 then 'no date' else 'no value' end, case when n < 4 then now() end"
        " from generate_series(1, 5) as n"
    )
    app = open_page("pipeline_health")
    rejects = frame_with(app, "reason")
    assert list(rejects["reason"]) == ["no value", "no date"]
    assert list(rejects["state"]) == ["open", "dismissed"]
    assert list(rejects["records"]) == [2, 3]
    assert list(rejects["newest"]) == ["fred/x, line 5", "fred/x, line 3"]
    assert "kept to ourselves" not in rejects.to_csv()


@pytest.mark.usefixtures("published")
def test_without_rejects_the_page_says_so(open_page: Open) -> None:
    assert "every record that landed was loaded" in words(open_page("pipeline_health"))


def test_a_warehouse_from_before_the_rejects_view_still_shows_the_rest(
    warehouse: cursor, open_page: Open
) -> None:
    warehouse.execute("drop view ops.rejects")
    assert "bootstrap" in words(open_page("pipeline_health"))


def test_it_says_what_a_rollback_would_do(warehouse: cursor, open_page: Open) -> None:
    assert "no earlier build to roll back to" in words(open_page("pipeline_health"))
    put(warehouse, "publish", "second-build")
    assert "`make rollback` would put back build `b0a1d2c3`" in words(open_page("pipeline_health"))
    put(warehouse, "rollback", "b0a1d2c3-0000")
    assert "another `make rollback` returns build `second-b`" in words(open_page("pipeline_health"))


def put(warehouse: cursor, action: str, build: str) -> None:
    warehouse.execute(
        "insert into ops.publishes"
        " (action, build_id, engine, rules_held, tests_warned, rows_rejected, fingerprint, simulated)"
        " values (%s, %s, 'postgres', 7, 0, 0, 'e', false)",
        (action, build),
    )
