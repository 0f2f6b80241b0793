from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from psycopg2.extensions import cursor
from streamlit.testing.v1 import AppTest

from dashboard.queries import signals as queries
from dashboard.queries.signals import Pair
from dashboard.sections.market_and_signals.timeline import PANELS
from dashboard.widgets.span import Span
from dashboard.widgets.wording import MINUS

Open = Callable[..., AppTest]
PAGE = "market_and_signals"
YEAR = Span(date(2023, 7, 3), date(2024, 6, 28))


def words(app: AppTest) -> str:
    return "\n".join(element.value for element in [*app.caption, *app.info, *app.warning])


@pytest.mark.usefixtures("published")
def test_every_section_and_chart_is_drawn(open_page: Open) -> None:
    app = open_page(PAGE)
    assert [header.value for header in app.subheader] == [
        "On one time axis", "State by state", "What goes with the market", "One pair, closely",
        "Point by point", "Who leads", "Does it last?",
    ]  # fmt: skip
    assert len(app.get("plotly_chart")) == 6
    assert len(app.dataframe) == len(app.get("download_button")) == 3
    assert not app.warning


@pytest.mark.usefixtures("published")
def test_only_what_is_hardly_chance_is_claimed(open_page: Open) -> None:
    text = words(open_page(PAGE))
    assert f"Out of 28 pairs, 1 at q < 0.05. Strongest: VIX with S&P 500 return, r = {MINUS}0.80" in text
    assert "No lag has q < 0.05: nothing to claim." in text


@pytest.mark.usefixtures("published")
def test_a_pair_that_stands_out_says_at_which_lag_and_for_how_long(open_page: Open) -> None:
    text = words(open_page(PAGE, indicator="VIX"))
    assert f"q < 0.05 at lag 0; strongest r = {MINUS}0.80 at 0." in text
    assert "lag 0 is contemporaneous" in text
    assert "76 % of the windows that are known" in text


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
    app.date_input(key="dates").set_value((date(2024, 6, 22), date(2024, 6, 23))).run()
    assert "No session between Sat 22 Jun 2024 and Sun 23 Jun 2024" in words(app)


def test_a_build_of_one_session_is_drawn(warehouse: cursor, open_page: Open) -> None:
    for mart in ("fct_market_daily", "rpt_market_timeline"):
        warehouse.execute(f"delete from marts.{mart} where trade_date < '2024-06-28'")
    warehouse.execute("update marts.rpt_signal_correlations set n = 1, r = null, q_value = null")
    warehouse.execute("truncate marts.rpt_signal_correlations_rolling")
    app = open_page(PAGE)
    assert "No pair has 30 sessions on which both are known." in words(app)
    assert len(app.get("plotly_chart")) == 2


def test_a_build_without_sessions_says_so(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute(
        "truncate marts.fct_market_daily, marts.rpt_market_timeline, marts.rpt_signal_correlations"
    )
    assert "holds no session of the index" in words(open_page(PAGE))


def test_a_build_without_correlations_keeps_the_timeline(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("truncate marts.rpt_signal_correlations, marts.rpt_signal_correlations_rolling")
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
def test_a_fit_over_days_that_follow_each_other_is_worth_fewer_sessions() -> None:
    fit = queries.scatter(1, Pair("index_volatility", "vix_close", "level"), YEAR).iloc[0]
    x = queries.timeline(1, YEAR)[["vix_close", "volatility_7d"]].dropna().astype(float)
    persistence = x["vix_close"].autocorr() * x["volatility_7d"].autocorr()
    assert fit["n_eff"] == pytest.approx(len(x) * (1 - persistence) / (1 + persistence), rel=0.05)


def test_a_pair_that_hardly_varies_from_day_to_day_claims_nothing(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute(
        "update marts.rpt_market_timeline set return_index = trade_date - '2023-01-01'::date,"
        " vix_close = sqrt(trade_date - '2023-01-01'::date)"
    )
    warehouse.execute(
        "update marts.rpt_signal_correlations"
        " set ci_low = null, ci_high = null, p_value = null, q_value = null"
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
