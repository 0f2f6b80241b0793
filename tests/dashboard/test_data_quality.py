"""Pipeline health: what the data lack, what was restated, what looks odd, what is disputed."""

import pytest
from psycopg2.extensions import cursor

from dashboard.charts.completeness import NOT_TO_BE_HAD, OURS
from dashboard.queries import quality as queries
from dashboard.widgets.wording import reason
from tests.dashboard.shown import Open, frame_with, words

MARTS = [
    "completeness_daily",
    "member_gaps",
    "price_restatements",
    "price_corrections",
    "suspicious_bars",
    "membership_disagreements",
]


@pytest.mark.usefixtures("published")
def test_each_list_is_the_beginning_of_what_there_is_and_says_of_how_much(open_page: Open) -> None:
    app = open_page("pipeline_health")
    assert "98.36 % of the members have a price in June 2024 (1.0 of 61 a session have none)" in words(app)
    assert list(frame_with(app, "why")["why"]) == [reason("not_found")]
    assert list(frame_with(app, "old_value")["ticker"]) == ["T03", "T02", "T01"]
    assert list(frame_with(app, "corrected_value")["provider_value"]) == [7]
    assert len(frame_with(app, "finding")) == queries.MOST_ROWS
    assert "86 findings; the newest (members' first) 50 are listed." in words(app)
    assert "1 disagreement." in words(app)


def test_data_without_fault_say_so(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("truncate " + ", ".join(f"marts.rpt_{mart}" for mart in MARTS))
    text = words(open_page("pipeline_health"))
    assert "nothing can be missing" in text
    assert "Every member has a price" in text
    assert "twice and differently" in text
    assert "Nothing that a provider says is corrected" in text
    assert "out of the ordinary" in text
    assert "Wikipedia's page agree" in text


@pytest.mark.usefixtures("published")
def test_every_reason_for_a_gap_is_drawn_and_has_its_words() -> None:
    months = queries.completeness(1)
    assert list(months[[*NOT_TO_BE_HAD, *OURS]].sum(axis=1)) == pytest.approx(list(months["gaps"]))
    assert all(reason(gap) != gap for gap in [*NOT_TO_BE_HAD, *OURS])
