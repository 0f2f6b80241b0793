from datetime import date

import numpy as np
import pandas as pd
import pytest
from psycopg2.extensions import cursor

from dashboard.queries import signals as queries
from dashboard.queries.asking import sql
from dashboard.queries.signals import Pair
from dashboard.sections.market_and_signals.pair import WINDOWS
from dashboard.sections.market_and_signals.timeline import PANELS
from dashboard.widgets.span import Span
from dashboard.widgets.wording import MINUS
from tests.dashboard.shown import Open, words

PAGE = "market_and_signals"
YEAR = Span(date(2023, 7, 3), date(2024, 6, 28))


@pytest.mark.usefixtures("published")
def test_every_section_and_chart_is_drawn(open_page: Open) -> None:
    app = open_page(PAGE)
    assert [header.value for header in app.header] == [
        "On one time axis", "State by state", "What goes with the market", "One pair, closely",
        "Point by point", "Who leads", "Does it last?",
    ]  # fmt: skip
    assert len(app.get("plotly_chart")) == 6
    assert 2 * len(app.dataframe) == len(app.get("download_button")) == 6
    assert not app.warning


@pytest.mark.usefixtures("published")
def test_only_what_is_hardly_chance_is_claimed(open_page: Open) -> None:
    text = words(open_page(PAGE))
    assert f"Out of 28 pairs, 1 at q < 0.05. Strongest: VIX with S&P 500 return, r = {MINUS}0.80" in text
    assert "No lag has q < 0.05: nothing to claim." in text


@pytest.mark.usefixtures("published")
def test_a_pair_that_stands_out_says_at_which_lag(open_page: Open) -> None:
    text = words(open_page(PAGE, indicator="VIX"))
    assert f"q < 0.05 at lag 0; strongest r = {MINUS}0.80 at 0." in text
    assert "lag 0 is contemporaneous" in text
    assert "so nothing here is claimed" in text


@pytest.mark.usefixtures("published")
def test_a_copied_link_shows_the_same_view(open_page: Open) -> None:
    app = open_page(PAGE, kind="Levels", indicator="Rainfall", target="Energy", window="30", panels="VIX")
    assert app.session_state["kind"] == "level"
    assert (app.session_state["target"], app.session_state["indicator"]) == (
        "sector_return: Energy",
        "rainfall_mm",
    )
    assert (app.session_state["window"], app.session_state["panels"]) == (30, ["vix_close"])


@pytest.mark.usefixtures("published")
def test_nonsense_in_the_address_falls_back_without_a_trace(open_page: Open) -> None:
    app = open_page(PAGE, kind="x", indicator="x", target="x", window="7", panels="x", range="x")
    assert app.session_state["kind"] == "change"
    assert (app.session_state["target"], app.session_state["indicator"]) == (
        "index_return",
        "depression_index",
    )
    assert app.session_state["window"] == 90
    assert len(app.get("plotly_chart")) >= 4


@pytest.mark.usefixtures("published")
def test_levels_come_with_a_warning(open_page: Open) -> None:
    app = open_page(PAGE)
    app.segmented_control(key="kind").set_value("level").run()
    assert "Levels trend together: two unrelated trends correlate" in words(app)


@pytest.mark.usefixtures("published")
def test_a_panel_without_any_value_is_named_and_not_drawn(open_page: Open) -> None:
    app = open_page(PAGE)
    app.pills(key="panels").set_value(["index_close", "trends_interest", "policy_uncertainty"]).run()
    assert "Unknown throughout this range: Policy uncertainty, Trends interest." in words(app)


@pytest.mark.usefixtures("published")
def test_no_panel_is_a_choice_to_make(open_page: Open) -> None:
    app = open_page(PAGE)
    app.pills(key="panels").set_value([]).run()
    assert "Choose at least one panel." in words(app)


@pytest.mark.usefixtures("published")
def test_a_pair_that_is_unknown_throughout_claims_nothing(open_page: Open) -> None:
    text = words(open_page(PAGE, indicator="Policy uncertainty"))
    assert "knows both: choose a longer range." in text
    assert "too few to say anything" in text
    assert "No window of 90 sessions" in text


@pytest.mark.usefixtures("published")
def test_a_range_of_few_sessions_has_points_but_no_line(open_page: Open) -> None:
    app = open_page(PAGE, range="1M")
    assert "Fewer than 30 sessions know both" in words(app)
    assert len(app.get("plotly_chart")) == 6


@pytest.mark.usefixtures("published")
def test_an_empty_range_says_so(open_page: Open) -> None:
    app = open_page(PAGE, range="Custom")
    app.text_input(key="first_day").set_value("2024-06-22")
    app.text_input(key="last_day").set_value("2024-06-23").run()
    assert "No session between Sat 22 Jun 2024 and Sun 23 Jun 2024" in words(app)


def test_a_build_of_one_session_is_drawn(warehouse: cursor, open_page: Open) -> None:
    for mart in ("fct_market_daily", "rpt_market_timeline", "fct_signal_daily"):
        warehouse.execute(f"delete from marts.{mart} where trade_date < '2024-06-28'")
    warehouse.execute("update marts.fct_signal_daily set value = null where kind = 'change'")
    warehouse.execute("update marts.rpt_signal_correlations set n = 1, r = null, q_value = null")
    app = open_page(PAGE)
    assert "No pair has 30 sessions on which both are known." in words(app)
    assert len(app.get("plotly_chart")) == 2


def test_a_build_without_sessions_says_so(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute(
        "truncate marts.fct_market_daily, marts.rpt_market_timeline, marts.rpt_signal_correlations"
    )
    assert "holds no session of the index" in words(open_page(PAGE))


def test_a_build_without_correlations_keeps_the_timeline(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("truncate marts.rpt_signal_correlations, marts.fct_signal_daily")
    app = open_page(PAGE)
    assert "No correlation is published yet" in words(app)
    assert len(app.get("plotly_chart")) == 2


def test_the_fit_is_that_of_least_squares(warehouse: cursor) -> None:
    warehouse.execute(
        "select vix_close - lag(vix_close) over d, 100 * price_return from marts.rpt_market_timeline"
        " window d as (order by trade_date) order by trade_date"
    )
    x, y = np.array([row for row in warehouse if row[0] is not None], dtype=float).T
    fit = queries.scatter(1, Pair("index_return", "vix_close", "change"), YEAR)
    slope, intercept = np.polyfit(x, y, 1)
    assert len(fit) == len(x)
    assert fit["fitted"].to_numpy() == pytest.approx(intercept + slope * np.sort(x))
    assert fit["r"].iloc[0] == pytest.approx(np.corrcoef(x, y)[0, 1])
    assert (fit["fitted_low"] < fit["fitted"]).all()


@pytest.mark.usefixtures("published")
def test_a_fits_sessions_are_worth_what_they_are_in_the_pairs_whole_history() -> None:
    half = Span(date(2024, 1, 2), YEAR.end)
    fit = queries.scatter(1, Pair("index_volatility", "vix_close", "level"), half).iloc[0]
    assert 100 < fit["n"] < 150
    assert fit["n_eff"] == pytest.approx(fit["n"] * 240 / 250)


@pytest.mark.parametrize("window", WINDOWS)
def test_a_window_is_pearsons_over_its_sessions_known_or_not(warehouse: cursor, window: int) -> None:
    warehouse.execute(
        "select t.trade_date, t.value, i.value from marts.fct_signal_daily t"
        " join marts.fct_signal_daily i using (kind, trade_date)"
        " where kind = 'level' and t.series = 'index_volatility' and i.series = 'news_share' order by 1"
    )
    days = pd.DataFrame(warehouse.fetchall(), columns=["day", "y", "x"]).set_index("day").astype(float)
    found = queries.rolling(1, Pair("index_volatility", "news_share", "level"), window, YEAR)
    known = days.notna().all(axis=1)
    expected = days["y"].rolling(window, min_periods=30).corr(days["x"])
    assert found["n"].tolist() == known.rolling(window, min_periods=1).sum().tolist()
    assert found["r"].to_numpy(float) == pytest.approx(expected.to_numpy(), rel=1e-9, nan_ok=True)
    told = found.dropna(subset=["r"])
    assert told["n_eff"].to_numpy() == pytest.approx(told["n"].to_numpy() * 240 / 250)
    reach = 1.959964 / np.sqrt(told["n_eff"] - 3)
    for bound, side in (("ci_low", -1), ("ci_high", 1)):
        assert told[bound].to_numpy() == pytest.approx(np.tanh(np.arctanh(told["r"]) + side * reach))


def test_a_window_in_which_a_series_stands_still_has_no_correlation(warehouse: cursor) -> None:
    warehouse.execute(
        "update marts.fct_signal_daily set value = 0.1"
        " where kind = 'level' and series = 'vix_close' and trade_date >= '2024-01-02'"
    )
    found = queries.rolling(1, Pair("index_volatility", "vix_close", "level"), 30, YEAR)
    assert found.loc[found["trade_date"] <= date(2023, 12, 29), "r"].iloc[40:].notna().all()
    assert found.loc[found["trade_date"] >= date(2024, 3, 1), "r"].isna().all()


def test_long_windows_of_thirty_years_take_no_longer_than_short_ones(warehouse: cursor) -> None:
    warehouse.execute(
        "truncate marts.fct_signal_daily; insert into marts.fct_signal_daily"
        " select 'change', series, date '1995-01-02' + n, sin(n * factor) from generate_series(1, 7560) as n"
        " cross join (select 'series ' || m as series, m as factor from generate_series(1, 40) as m) as made"
    )
    warehouse.execute("analyze marts.fct_signal_daily")
    asked = {"kind": "change", "target": "series 3", "indicator": "series 7", "points": 3000, "weight": 0.5}
    asked |= {"start": date(1995, 1, 1), "end": date(2020, 1, 1)}

    def milliseconds(window: int) -> float:
        warehouse.execute(
            "explain (analyze, format json) " + sql("signals/rolling"), asked | {"window": window}
        )
        ((told,),) = warehouse.fetchone()  # type: ignore[misc]
        return float(told["Execution Time"])

    short, long = (min(milliseconds(window) for _ in range(3)) for window in (30, 3000))
    assert long < 5 * short  # a sum over each window anew takes a hundred times as long


def test_a_pair_that_hardly_varies_from_day_to_day_claims_nothing(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute(
        "update marts.rpt_signal_correlations set n_eff = 2,"
        " ci_low = null, ci_high = null, p_value = null, q_value = null"
    )
    text = words(open_page(PAGE, kind="Levels", indicator="VIX", range="3M"))
    assert "no line can be told from chance" in text
    assert "No lag has q < 0.05: nothing to claim." in text


@pytest.mark.usefixtures("published")
def test_a_range_begins_with_the_change_from_the_session_before_it() -> None:
    june = Span(date(2024, 6, 3), date(2024, 6, 28))
    assert (
        queries.scatter(1, Pair("index_return", "vix_close", "change"), june)["trade_date"].min()
        == june.start
    )


@pytest.mark.usefixtures("published")
def test_a_long_history_is_thinned_and_keeps_its_last_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_POINTS", 100)
    timeline = queries.timeline(1, YEAR)
    assert len(timeline) <= 100
    assert timeline["step"].iloc[0] == 3
    assert timeline["trade_date"].iloc[-1] == YEAR.end
    assert set(PANELS) <= set(timeline)
