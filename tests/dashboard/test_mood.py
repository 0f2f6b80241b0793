from datetime import date

import numpy as np
import pandas as pd
import pytest
from psycopg2.extensions import cursor

from dashboard.queries import mood as queries
from dashboard.widgets.span import Span
from tests.dashboard.shown import Open, words

PAGE = "mood"
YEAR = Span(date(2023, 7, 3), date(2024, 6, 28))
SPRING = Span(date(2024, 2, 1), date(2024, 6, 28))


def days(warehouse: cursor, span: Span) -> pd.DataFrame:
    warehouse.execute(
        "select mood_level, 100 * price_return, 100 * volatility_7d, vix_close from marts.rpt_market_timeline"
        " where trade_date between %s and %s",
        (span.start, span.end),
    )
    return pd.DataFrame(warehouse.fetchall(), columns=["mood", *queries.MEASURES])


def by_mood(warehouse: cursor, measure: str, span: Span) -> list[pd.Series]:
    """The measure's known values at Low and at High mood."""
    known = days(warehouse, span)[["mood", measure]].dropna()
    return [known.loc[known["mood"] == level, measure] for level in ("Low", "High")]


def welch(low: pd.Series, high: pd.Series) -> float:
    return float(np.sqrt(high.var() / len(high) + low.var() / len(low)))


def past(warehouse: cursor, kind: str, series: str) -> np.ndarray:
    """How the series goes with itself 1, 2, … sessions earlier."""
    warehouse.execute(
        "select autocorrelation from marts.rpt_signal_autocorrelations where (kind, series) = (%s, %s)"
        " order by lag_sessions",
        (kind, series),
    )
    return np.array(warehouse.fetchall())[:, 0]


@pytest.mark.usefixtures("published")
def test_every_section_and_chart_is_drawn(open_page: Open) -> None:
    app = open_page(PAGE)
    assert [header.value for header in app.header] == [
        "Mood and volatility", "The market by level of mood", "High less Low mood",
        "Volatility with the depression index",
    ]  # fmt: skip
    assert len(app.get("plotly_chart")) == 1 + 3 + 3 + 1
    assert 2 * len(app.dataframe) == len(app.get("download_button")) == 2


def test_the_boxes_are_the_quantiles_of_the_days_of_each_level(warehouse: cursor) -> None:
    known = days(warehouse, YEAR)
    boxes = queries.by_level(1, YEAR)
    assert len(boxes) == 9
    for _, box in boxes.iterrows():
        values = known.loc[known["mood"] == box["mood_level"], box["measure"]].dropna()
        assert box["sessions"] == len(values)
        drawn = [box[f"p{share:02}"] for share in (5, 25, 50, 75, 95)]
        assert drawn == pytest.approx(np.percentile(values, [5, 25, 50, 75, 95]))


@pytest.mark.parametrize("span", [YEAR, SPRING])
@pytest.mark.parametrize("measure", queries.MEASURES)
def test_the_interval_grows_as_measure_and_mood_follow_their_past(
    warehouse: cursor, measure: str, span: Span
) -> None:
    low, high = by_mood(warehouse, measure, span)
    n = len(days(warehouse, span)[["mood", measure]].dropna())
    lags = np.arange(1, min(n // 4, 120) + 1)
    kind = "change" if measure == "index_return" else "level"
    own, of_mood = (
        past(warehouse, *series)[: len(lags)] for series in ((kind, measure), ("level", "mood_level"))
    )
    inflation = 1 + 2 * np.sum((1 - lags / n) * own * of_mood)
    effects = queries.high_against_low(1, span)
    effect = effects[effects["measure"] == measure].iloc[0]
    assert effect["effect"] == pytest.approx(high.mean() - low.mean())
    assert effect["standard_error"] == pytest.approx(welch(low, high) * np.sqrt(inflation))
    assert effect["ci_high"] - effect["ci_low"] == pytest.approx(2 * 1.959964 * effect["standard_error"])


def test_what_falls_back_shrinks_no_interval(warehouse: cursor) -> None:
    warehouse.execute(
        "update marts.rpt_signal_autocorrelations set autocorrelation = -autocorrelation"
        " where series <> 'mood_level'"
    )
    errors = queries.high_against_low(1, YEAR).set_index("measure")["standard_error"]
    for measure in queries.MEASURES:
        assert errors[measure] == pytest.approx(welch(*by_mood(warehouse, measure, YEAR)))


@pytest.mark.usefixtures("published")
def test_a_range_of_one_mood_compares_nothing(open_page: Open) -> None:
    app = open_page(PAGE, range="1M")
    assert "A comparison needs 10 of each. Choose a longer range." in words(app)
    assert len(app.get("plotly_chart")) == 1 + 3 + 1


def test_a_range_without_known_mood_says_what_it_needs(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("update marts.rpt_market_timeline set depression_index = null, mood_level = null")
    app = open_page(PAGE)
    assert ", nor on any other day. It needs 90 days of Wikipedia attention before." in words(app)
    assert not app.get("plotly_chart")


def test_a_range_without_known_mood_says_where_it_is_known(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute(
        "update marts.rpt_market_timeline set depression_index = null where trade_date < '2024-06-03'"
    )
    told = words(open_page(PAGE, range="Custom", dates=["2024-03-01", "2024-03-28"]))
    assert "; it is from Mon 3 Jun 2024 to Fri 28 Jun 2024" in told


def test_a_build_of_one_session_is_drawn(warehouse: cursor, open_page: Open) -> None:
    for mart in ("fct_market_daily", "rpt_market_timeline", "fct_signal_daily"):
        warehouse.execute(f"delete from marts.{mart} where trade_date < '2024-06-28'")
    app = open_page(PAGE)
    assert "No window of 90 sessions" in words(app)
    assert len(app.get("plotly_chart")) == 1 + 3


def test_a_build_whose_market_is_unknown_still_shows_the_mood(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute(
        "update marts.rpt_market_timeline set price_return = null, volatility_7d = null, vix_close = null"
    )
    app = open_page(PAGE)
    assert "No session of this range knows both the mood and the market." in words(app)


def test_a_build_without_sessions_says_so(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("truncate marts.fct_market_daily, marts.rpt_market_timeline")
    assert "holds no session of the index" in words(open_page(PAGE))


@pytest.mark.usefixtures("published")
def test_a_copied_link_shows_the_same_view_and_nonsense_falls_back(open_page: Open) -> None:
    app = open_page(PAGE, kind="Levels", window="30", range="6M")
    assert (app.session_state["kind"], app.session_state["window"]) == ("level", 30)
    app = open_page(PAGE, kind="x", window="x", range="x")
    assert (app.session_state["kind"], app.session_state["window"], app.session_state["range"]) == (
        "change", 90, "1Y",
    )  # fmt: skip
