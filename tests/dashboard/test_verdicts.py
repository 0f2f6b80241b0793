"""The page behind the Overview's answer: each question with its tests, its strongest pair and its chart."""

import pytest
from psycopg2.extensions import cursor
from streamlit.testing.v1 import AppTest

from dashboard.widgets.wording import UNKNOWN, probability
from tests.dashboard.shown import Open

VERDICT = (
    "insert into marts.rpt_verdicts (evidence, question, indicator_group, target_group, tests, claims,"
    " target, indicator, lag_sessions, effect, ci_low, ci_high, n, n_eff, p_value, q_value, first_date,"
    " last_date, median_detectable) values (%s, 'outside', %s, %s, %s, %s, %s, %s, 0, %s, %s, %s, 250, 100,"
    " %s, %s, '2023-07-05', '2024-06-28', %s)"
)
STRONG = ("correlation change", "weather", "sectors", 300, 2, "sector_return: Energy", "rainfall_mm")
INDUSTRY = ("sensitivity volatility_7d", "mood", "industries", 28, 0, "Energy: Coal", "depression_index")


@pytest.fixture
def verdicts(warehouse: cursor, open_page: Open) -> AppTest:
    warehouse.execute(VERDICT, (*STRONG, -0.3, -0.4, -0.2, 1e-9, 1e-7, 0.1))
    warehouse.execute(VERDICT, (*INDUSTRY, 0.001, -0.001, 0.003, 0.3, 0.6, 0.004))
    warehouse.execute(
        "insert into marts.rpt_verdicts (evidence, question, indicator_group, target_group, tests, claims)"
        " values ('correlation change', 'outside', 'mood', 'index', 0, 0)"
    )
    return open_page("verdicts")


def test_each_kind_of_evidence_has_its_question_its_chart_and_its_numbers(verdicts: AppTest) -> None:
    assert [header.value for header in verdicts.header] == [
        "Does a move go with a move?",
        "Are industries calmer or wilder while the mood is high?",
    ]
    assert len(verdicts.get("plotly_chart")) == len(verdicts.dataframe) == 2
    assert "With the weather, 2 of 300 comparisons" in verdicts.markdown[0].value
    [moves, industries] = [frame.value for frame in verdicts.dataframe]
    strong = moves.set_index("name").loc["Weather and sectors"]
    assert (strong["pair"], strong["q"]) == ("Rainfall with Energy", "< 0.001")
    assert moves.set_index("name").loc["Mood and index", "pair"] == UNKNOWN
    assert industries["effect"].iloc[0] == pytest.approx(0.1)  # points a day


def test_the_overviews_answer_leads_to_its_evidence(verdicts: AppTest, open_page: Open) -> None:
    assert not verdicts.exception
    assert "The evidence" in [link.proto.label for link in open_page().get("page_link")]


@pytest.mark.parametrize(
    ("value", "written"), [(1e-9, "< 0.001"), (0.0, "< 0.001"), (0.0123, "0.012"), (None, UNKNOWN)]
)
def test_a_probability_is_never_written_as_nought(value: float | None, written: str) -> None:
    assert probability(value) == written
