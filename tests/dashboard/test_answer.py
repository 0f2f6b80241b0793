"""The Overview answers the question first, in words, from the verdicts."""

from psycopg2.extensions import cursor
from streamlit.testing.v1 import AppTest

from tests.dashboard.shown import Open

VERDICT = (
    "insert into marts.rpt_verdicts (evidence, question, indicator_group, target_group, tests, claims,"
    " target, indicator, lag_sessions, effect, p_value, median_detectable, n)"
    " values (%s, 'outside', %s, %s, %s, %s, %s, %s, 0, %s, %s, %s, 58)"
)


def said(app: AppTest) -> str:
    return " ".join(element.value for element in app.markdown)


def test_what_could_not_be_tested_is_no_verdict(open_page: Open, warehouse: cursor) -> None:
    warehouse.execute("truncate marts.rpt_verdicts")
    words = said(open_page("overview"))
    assert "Of **the public's mood** too little is known" in words
    assert "No industry has seen both moods often enough" in words


def test_no_claim_is_told_with_what_would_have_shown(open_page: Open, warehouse: cursor) -> None:
    change, mood = "correlation change", "mood"
    warehouse.execute(VERDICT, (change, mood, "index", 33, 0, "index_return", "news_share", 0.1, 0.3, 0.08))
    warehouse.execute(VERDICT, (change, mood, "sectors", 300, 0, "index_return", "news_share", 0.1, 0.2, 0.1))
    volatility = ("sensitivity volatility_7d", mood, "industries", 30, 0, "Energy: Coal", "depression_index")
    warehouse.execute(VERDICT, (*volatility, 0.001, 0.2, 0.0031))
    words = said(open_page("overview"))
    assert "**Not with the public's mood**: of 333 comparisons" in words
    assert "a correlation of 0.09 would have shown four times in five" in words
    assert "2024, none of 30 industries is calmer or wilder" in words
    assert "a difference of daily volatility of 0.31 points would have shown" in words


def test_claims_are_counted_and_the_strongest_is_named(open_page: Open, warehouse: cursor) -> None:
    weather = ("correlation change", "weather")
    weak = (*weather, "index", 33, 0, "index_return", "rainfall_mm", 0.1, 0.3, 0.08)
    strong = (*weather, "sectors", 300, 2, "sector_return: Energy", "temperature_anomaly_c", -0.3, 0.001, 0.1)
    for verdict in (weak, strong):
        warehouse.execute(VERDICT, verdict)
    words = said(open_page("overview"))
    assert "**With the weather, 2 of 333 comparisons** are stronger than chance explains" in words
    assert "Temperature anomaly with Energy, r = \N{MINUS SIGN}0.30" in words
