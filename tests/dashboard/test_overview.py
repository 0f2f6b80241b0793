import math
from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from psycopg2.extensions import cursor
from streamlit.testing.v1 import AppTest

from dashboard.queries import overview as queries
from dashboard.queries.industries import ranking, with_paths
from dashboard.sections.overview.returns import extremes
from dashboard.widgets.span import Span, preset
from dashboard.widgets.wording import UNKNOWN
from tests.dashboard.shown import Open, words

YEAR = Span(date(2023, 7, 3), date(2024, 6, 28))


def figures(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def test_the_overview_shows_every_key_figure_of_the_last_session(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute(
        "select round(index_close::numeric, 2), round(vix_close::numeric, 2) from marts.fct_market_daily"
        " order by trade_date desc limit 1"
    )
    [(close, vix)] = warehouse.fetchall()
    shown = figures(open_page())
    assert shown["S&P 500"] == f"{close:,}"
    assert shown["VIX"] == str(vix)
    assert shown["Mood: low"] == "16"
    assert (shown["Members"], shown["Sectors"], shown["Industries"]) == ("60", "11", "28")
    assert set(shown) == {
        "S&P 500", "Average member", "VIX", "Mood: low", "Rainfall, mm",
        "Members", "Sectors", "Industries", "Volatility, % a day",
    }  # fmt: skip


@pytest.mark.usefixtures("published")
def test_every_section_and_chart_is_drawn(open_page: Open) -> None:
    app = open_page()
    assert [header.value for header in app.header] == [
        "Does the market go with mood or weather?",
        "What changed", "Mood and weather now", "The market, its mood and its weather", "Sector returns",
        "Risk and return", "Leaders and laggards", "Freshness",
    ]  # fmt: skip
    assert len(app.get("plotly_chart")) == 4
    assert len(app.dataframe) == 5
    assert len(app.get("download_button")) == 10


def test_a_sector_returns_what_its_days_compound_to(warehouse: cursor) -> None:
    span = Span(date(2024, 1, 15), date(2024, 3, 28))
    warehouse.execute(
        "select total_return from marts.fct_sector_daily"
        " where gics_sector = 'Energy' and trade_date between %s and %s",
        (span.start, span.end),
    )
    days = [value for (value,) in warehouse]
    performance = queries.sector_performance(1, span).set_index("gics_sector").loc["Energy"]
    assert performance["range_return"] == pytest.approx(math.prod(1 + day for day in days) - 1)
    assert performance["sessions"] == len(days) == 54


def test_a_range_from_the_first_session_counts_its_first_return(warehouse: cursor) -> None:
    warehouse.execute(
        "select exp(sum(ln(1 + total_return))) - 1 from marts.fct_sector_daily where gics_sector = 'Energy'"
    )
    whole = queries.sector_performance(1, YEAR).set_index("gics_sector").loc["Energy", "range_return"]
    assert [(pytest.approx(whole),)] == warehouse.fetchall()


@pytest.mark.usefixtures("published")
def test_leaders_and_laggards_never_overlap() -> None:
    for places in (0, 1, 2, 9, 28):
        leaders, laggards = extremes(ranking(1, YEAR, None, "").head(places))
        listed = pd.concat([leaders, laggards])["gics_sub_industry"]
        assert len(listed) == listed.nunique() == min(places, 10)


@pytest.mark.usefixtures("published")
def test_leaders_come_best_first_and_laggards_worst_first() -> None:
    leaders, laggards = extremes(ranking(1, YEAR, None, ""))
    assert leaders["range_return"].is_monotonic_decreasing
    assert laggards["range_return"].is_monotonic_increasing
    assert leaders["range_return"].min() > laggards["range_return"].max()


def test_a_path_is_forty_to_eighty_sessions_up_to_the_last(warehouse: cursor) -> None:
    leaders, _ = extremes(ranking(1, YEAR, None, ""))
    drawn = with_paths(1, YEAR, leaders)
    assert list(drawn["gics_sub_industry"]) == list(leaders["gics_sub_industry"])
    for _, row in drawn.iterrows():
        warehouse.execute(
            "select return_index from marts.fct_industry_daily"
            " where (gics_sector, gics_sub_industry) = (%s, %s) order by trade_date",
            (row["gics_sector"], row["gics_sub_industry"]),
        )
        known = [value for (value,) in warehouse.fetchall()]
        step = (len(known) - 1) // 40
        assert 40 <= len(row["points"]) <= 80
        assert row["points"] == known[::-1][::step][::-1]


@pytest.mark.usefixtures("published")
def test_a_copied_link_shows_the_same_range(open_page: Open) -> None:
    assert "Fri 29 Mar 2024 to Fri 28 Jun 2024" in words(open_page(range="3M"))


@pytest.mark.usefixtures("published")
def test_choosing_a_range_shows_it_and_keeps_it_in_the_address(open_page: Open) -> None:
    app = open_page()
    app.segmented_control(key="range").set_value("6M").run()
    assert "Fri 29 Dec 2023 to Fri 28 Jun 2024" in words(app)
    assert app.query_params == {"range": "6M"}


@pytest.mark.usefixtures("published")
def test_a_nonsense_range_in_the_address_falls_back_to_a_year(open_page: Open) -> None:
    assert "Mon 3 Jul 2023 to Fri 28 Jun 2024" in words(open_page(range="forever"))


@pytest.mark.usefixtures("published")
def test_an_empty_range_says_so_and_keeps_the_rest(open_page: Open) -> None:
    app = open_page(range="Custom")
    app.text_input(key="first_day").set_value("2024-06-22")
    app.text_input(key="last_day").set_value("2024-06-23").run()
    assert "No session between Sat 22 Jun 2024 and Sun 23 Jun 2024" in words(app)
    assert "What changed" in words(app)


@pytest.mark.usefixtures("published")
def test_a_half_chosen_range_runs_to_the_last_session(open_page: Open) -> None:
    app = open_page(range="Custom")
    app.text_input(key="first_day").set_value("2024-06-03").run()
    assert "Mon 3 Jun 2024 to Fri 28 Jun 2024" in words(app)


@pytest.mark.usefixtures("published")
def test_a_range_of_one_session_is_drawn(open_page: Open) -> None:
    app = open_page(range="Custom")
    app.text_input(key="first_day").set_value("2024-06-28")
    app.text_input(key="last_day").set_value("2024-06-28").run()
    assert not app.exception
    assert len(app.get("plotly_chart")) == 3
    assert "A volatility needs two returns: choose a longer range." in [said.value for said in app.info]


def test_a_build_of_one_session_knows_what_it_does_not_know(warehouse: cursor, open_page: Open) -> None:
    for mart in ("market", "stock", "sector", "industry"):
        warehouse.execute(f"delete from marts.fct_{mart}_daily where trade_date < '2024-06-28'")
    for mart, measure in (("market", "price_return"), ("stock", "total_return"), ("sector", "total_return"),
                          ("industry", "total_return")):  # fmt: skip
        warehouse.execute(f"update marts.fct_{mart}_daily set {measure} = null")
    warehouse.execute(
        "update marts.fct_market_daily set mood_level = null, depression_index = null, vix_close = null,"
        " members_total_return = null"
    )
    app = open_page()
    assert app.title[0].value == "The S&P 500's move is unknown"
    shown = figures(app)
    assert shown["VIX"] == shown["Average member"] == shown["Mood: \N{EN DASH}"] == UNKNOWN
    assert "No sector has a known return in this range." in words(app)


def test_an_indicator_stands_where_its_history_puts_it(warehouse: cursor) -> None:
    warehouse.execute("select vix_close from marts.fct_market_daily order by trade_date desc")
    days = [value for (value,) in warehouse]
    vix = queries.indicator_changes(1).set_index("indicator").loc["vix_close"].astype(float)
    assert (vix["latest"], vix["previous"]) == (days[0], days[1])
    assert vix["standing"] == pytest.approx(share_below(days, days[0]))
    assert vix["earlier_standing"] == pytest.approx(share_below(days, days[queries.MONTH]))
    moves = [abs(day - before) for day, before in pairwise(days)]
    assert vix["change_standing"] == pytest.approx(share_below(moves, moves[0]))


def share_below(values: list[float], value: float) -> float:
    below, equal = sum(other < value for other in values), values.count(value)
    return 100 * (below + equal / 2) / len(values)


@pytest.mark.usefixtures("published")
def test_an_indicator_without_a_value_is_named_not_placed(open_page: Open) -> None:
    assert "Unknown on the last session: Policy uncertainty." in words(open_page())


def test_an_unusual_move_is_told(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("update marts.fct_market_daily set vix_close = 60 where trade_date = '2024-06-28'")
    assert "Unusually large moves: VIX (larger than 100 %)" in words(open_page())


def test_what_nobody_has_classified_does_not_lead(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute(
        "update marts.fct_sector_daily set gics_sector = 'Unclassified' where gics_sector = 'Energy'"
    )
    warehouse.execute(
        "update marts.fct_sector_daily set return_index = 3 * return_index"
        " where gics_sector = 'Unclassified' and trade_date = '2024-06-28'"
    )
    app = open_page()
    assert queries.sector_performance(1, YEAR)["gics_sector"].iloc[0] == "Unclassified"
    assert "Unclassified" not in words(app)
    assert "In no sector, for no accepted list has them: 7 members, +" in words(app)
    assert "Unclassified" not in {link.proto.label for link in app.get("page_link")}
    assert not any("Unclassified" in chart.proto.spec for chart in app.get("plotly_chart"))


@pytest.mark.usefixtures("published")
def test_leaders_and_laggards_link_to_their_industries(open_page: Open) -> None:
    links = [link.proto.label for link in open_page(range="6M").get("page_link")]
    for ends in extremes(ranking(1, preset("6M", YEAR), None, "")):
        assert set(ends["gics_sub_industry"]) <= set(links)


def test_a_build_without_sessions_says_so(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("truncate marts.fct_market_daily")
    assert open_page().title[0].value == "No session yet"


@pytest.mark.parametrize(
    ("choice", "start"),
    [
        ("1M", date(2024, 5, 29)),
        ("YTD", date(2024, 1, 1)),
        ("1Y", YEAR.start),
        ("3Y", YEAR.start),
        ("All", YEAR.start),
    ],
)
def test_a_named_range_ends_with_the_data_and_never_begins_before_it(choice: str, start: date) -> None:
    assert preset(choice, YEAR) == Span(start, YEAR.end)
