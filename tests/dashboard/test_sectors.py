import math
from datetime import date

import pytest
from psycopg2.extensions import cursor

from dashboard.charts import theme
from dashboard.charts.multiples import Look, multiples
from dashboard.queries import sectors as queries
from dashboard.sections.sectors.history import MEASURES
from dashboard.widgets.span import Period, Span, period_of
from tests.dashboard.shown import Open, words

YEAR = Span(date(2023, 7, 3), date(2024, 6, 28))
SPRING = Span(date(2024, 3, 1), date(2024, 5, 31))
LINE = Look("line", ".1f", ".0f", shared=True)


@pytest.mark.usefixtures("published")
def test_all_sectors_are_drawn_and_summed_up(open_page: Open) -> None:
    app = open_page("sectors")
    assert "Dotted grey: S&P 500, price only, +" in words(app)
    assert len(app.get("plotly_chart")) == 1
    assert len(app.dataframe[-1].value) == 11
    assert len(app.get("page_link")) >= 11


@pytest.mark.usefixtures("published")
def test_a_link_chooses_sectors_metric_and_range_and_drops_what_it_cannot_know(open_page: Open) -> None:
    app = open_page("sectors", sector=["Energy", "Utilities", "Bogus"], metric="Volume", range="3M")
    assert app.multiselect[0].value == ["Energy", "Utilities"]
    assert app.query_params["sector"] == ["Energy", "Utilities"]
    assert "Volume, Fri 29 Mar 2024 to Fri 28 Jun 2024" in words(app)
    assert list(app.dataframe[-1].value["gics_sector"]) == ["Energy", "Utilities"]


@pytest.mark.usefixtures("published")
def test_choosing_a_sector_writes_it_to_the_address(open_page: Open) -> None:
    app = open_page("sectors")
    app.multiselect[0].set_value(["Materials"]).run()
    assert app.query_params["sector"] == "Materials"
    app.multiselect[0].set_value([]).run()
    assert "sector" not in app.query_params


@pytest.mark.usefixtures("published")
def test_every_metric_can_be_shown(open_page: Open) -> None:
    app = open_page("sectors", sector=["Energy"])
    for metric in MEASURES:
        app.segmented_control(key="metric").set_value(metric).run()
        assert not app.exception
        assert app.header[0].value == metric
        assert len(app.get("plotly_chart")) == 1


def test_returns_compound_to_the_cumulative_return_at_every_period(warehouse: cursor) -> None:
    warehouse.execute(
        "select exp(sum(ln(1 + total_return))) - 1 from marts.fct_sector_daily"
        " where gics_sector = 'Energy' and trade_date between %s and %s",
        (SPRING.start, SPRING.end),
    )
    [(whole,)] = warehouse.fetchall()
    periods: tuple[Period, ...] = ("day", "week", "month")
    for period in periods:
        returns = queries.series(1, SPRING, ("Energy",), "return", period)
        path = queries.series(1, SPRING, ("Energy",), "cumulative", period)
        days = returns.loc[returns["name"] == "Energy", "value"]
        assert math.prod(1 + value for value in days) - 1 == pytest.approx(whole)
        assert path.loc[path["name"] == "Energy", "value"].iloc[-1] == pytest.approx(whole)


def test_an_unknown_return_stays_unknown(warehouse: cursor) -> None:
    warehouse.execute("update marts.fct_sector_daily set total_return = null where trade_date = '2024-04-02'")
    days = queries.series(1, SPRING, ("Energy",), "return", "day").set_index(["name", "trade_date"])["value"]
    assert math.isnan(days["Energy", date(2024, 4, 2)])


def test_a_range_without_a_known_value_says_so_and_keeps_the_summary(
    warehouse: cursor, open_page: Open
) -> None:
    warehouse.execute("update marts.fct_sector_daily set volatility_7d = null")
    app = open_page("sectors", metric="Volatility")
    assert "No volatility is known between" in app.info[0].value
    assert len(app.dataframe[-1].value) == 11


def test_a_sector_of_one_session_is_drawn(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("delete from marts.fct_sector_daily where trade_date < '2024-06-28'")
    assert len(open_page("sectors", sector=["Energy"]).get("plotly_chart")) == 1


def test_a_build_without_sectors_says_so(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("truncate marts.fct_sector_daily")
    assert "holds no sector" in open_page("sectors").info[0].value


def test_a_summary_without_a_member_says_so(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("truncate marts.rpt_sector_summary")
    assert "None of these sectors has a member" in open_page("sectors").info[0].value


@pytest.mark.usefixtures("published")
def test_the_index_has_a_panel_of_its_own_where_scales_differ() -> None:
    days = queries.series(1, SPRING, ("Energy",), "close", "day")
    groups = [(str(name), values) for name, values in days.groupby("name")]
    figure = multiples(groups, LINE, plain=[queries.INDEX])
    assert [trace.line.color for trace in figure.data] == [theme.HIGHLIGHT, theme.INDEX]


@pytest.mark.parametrize(
    ("years", "period"), [(1, "day"), (5, "week"), (30, "month")], ids=["a year", "five years", "thirty"]
)
def test_a_long_range_is_drawn_coarsely(years: int, period: str) -> None:
    assert period_of(Span(date(2025 - years, 1, 1), date(2024, 12, 31)), 400) == period


def test_what_nobody_has_classified_is_no_sector(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute(
        "update marts.fct_sector_daily set gics_sector = 'Unclassified' where gics_sector = 'Energy'"
    )
    app = open_page("sectors")
    assert "In no sector, for no accepted list has them: 7 members on Fri 28 Jun 2024." in words(app)
    assert "Unclassified" not in app.get("plotly_chart")[0].proto.spec
