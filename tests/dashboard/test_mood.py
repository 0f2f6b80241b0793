from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest
from psycopg2.extensions import cursor
from streamlit.testing.v1 import AppTest

from dashboard.queries import mood as queries
from dashboard.widgets.span import Span

Open = Callable[..., AppTest]
PAGE = "mood"
YEAR = Span(date(2023, 7, 3), date(2024, 6, 28))


def words(app: AppTest) -> str:
    return "\n".join(element.value for element in [*app.caption, *app.info, *app.warning])


def days(warehouse: cursor) -> pd.DataFrame:
    warehouse.execute(
        "select mood_level, 100 * price_return, 100 * volatility_7d, vix_close from marts.rpt_market_timeline"
        " order by trade_date"
    )
    return pd.DataFrame(warehouse.fetchall(), columns=["mood", *queries.MEASURES])


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
    known = days(warehouse)
    boxes = queries.by_level(1, YEAR)
    assert len(boxes) == 9
    for _, box in boxes.iterrows():
        values = known.loc[known["mood"] == box["mood_level"], box["measure"]].dropna()
        assert box["sessions"] == len(values)
        drawn = [box[f"p{share:02}"] for share in (5, 25, 50, 75, 95)]
        assert drawn == pytest.approx(np.percentile(values, [5, 25, 50, 75, 95]))


@pytest.mark.parametrize("measure", queries.MEASURES)
def test_the_interval_grows_where_measure_and_mood_follow_their_past(warehouse: cursor, measure: str) -> None:
    known = days(warehouse)
    values, mood = known[measure], known["mood"].map({"Low": -1, "Medium": 0, "High": 1})
    low, high = values[mood == -1].dropna(), values[mood == 1].dropna()
    n = int((values.notna() & mood.notna()).sum())
    lags = range(1, n // 4 + 1)
    together = [(1 - lag / n) * values.autocorr(lag) * mood.autocorr(lag) for lag in lags]
    welch = np.sqrt(high.var() / len(high) + low.var() / len(low))
    effects = queries.high_against_low(1, YEAR)
    effect = effects[effects["measure"] == measure].iloc[0]
    assert effect["effect"] == pytest.approx(high.mean() - low.mean())
    assert effect["standard_error"] == pytest.approx(welch * np.sqrt(max(1, 1 + 2 * sum(together))))
    assert effect["ci_high"] - effect["ci_low"] == pytest.approx(2 * 1.959964 * effect["standard_error"])


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
