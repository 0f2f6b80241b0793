import json
from datetime import date

import pytest
from psycopg2.extensions import cursor

from dashboard.charts import stock as charts
from dashboard.queries import comparison
from dashboard.queries import stocks as queries
from dashboard.sections.stocks.search import find, label
from dashboard.widgets.span import Span
from tests.dashboard.fixtures import forget_everything
from tests.dashboard.shown import Open, words

YEAR = Span(date(2023, 7, 3), date(2024, 6, 28))
SPRING = Span(date(2024, 3, 1), date(2024, 5, 31))


@pytest.mark.usefixtures("published")
def test_without_a_company_the_page_begins_with_the_last_sessions_moves(open_page: Open) -> None:
    app = open_page("stocks")
    up, down = (frame.value["total_return"] for frame in app.dataframe)
    assert len(up) == len(down) == 8
    assert up.is_monotonic_decreasing
    assert down.is_monotonic_increasing
    assert up.min() > down.max()


@pytest.mark.usefixtures("published")
def test_a_ticker_in_the_link_shows_the_company(open_page: Open) -> None:
    app = open_page("stocks", ticker="T03", range="All")
    assert app.title[0].value == "Company 03"
    assert len(app.get("plotly_chart")) == 2
    assert [metric.label for metric in app.metric] == [
        "Close", "Total return", "Volatility a day", "Deepest fall",
    ]  # fmt: skip
    assert "Triangles: 2 dividends; diamonds: 1 split." in words(app)


@pytest.mark.usefixtures("published")
def test_a_company_is_found_by_any_ticker_it_ever_had() -> None:
    companies = queries.companies(1)
    for wanted in ("T05", " t05 ", "OLD5"):
        assert find(companies, wanted) == "T05"
    for address in ("T10", "T10-until-2000", "GONE"):
        assert find(companies, address) == address
    for unknown in ("NOBODY", "", "'; drop table marts.dim_company; --"):
        assert find(companies, unknown) is None


@pytest.mark.usefixtures("published")
def test_the_box_lists_former_names_and_tickers_and_whoever_has_no_price() -> None:
    labels = {company["address"]: label(company) for company in queries.companies(1).to_dict("records")}
    assert labels["T05"] == "T05 · Fifth New Corp · formerly OLD5, Fifth Old Corp"
    assert labels["GONE"] == "GONE · no prices"
    assert labels["T10-until-2000"] == "T10 · T10-until-2000 · no prices"


@pytest.mark.usefixtures("published")
def test_a_former_ticker_in_the_link_becomes_the_current_one(open_page: Open) -> None:
    app = open_page("stocks", ticker="old5")
    assert app.title[0].value == "Fifth New Corp"
    assert app.query_params["ticker"] == "T05"


@pytest.mark.usefixtures("published")
def test_an_unknown_ticker_falls_back_to_the_beginning(open_page: Open) -> None:
    app = open_page("stocks", ticker="NOBODY")
    assert app.title[0].value == "Stocks"
    assert "ticker" not in app.query_params


@pytest.mark.usefixtures("published")
def test_choosing_a_company_writes_it_to_the_address(open_page: Open) -> None:
    app = open_page("stocks")
    app.selectbox[0].set_value("T07").run()
    assert app.title[0].value == "Company 07"
    assert app.query_params["ticker"] == "T07"
    app.selectbox[0].set_value(None).run()
    assert app.title[0].value == "Stocks"
    assert "ticker" not in app.query_params


@pytest.mark.usefixtures("published")
def test_prices_are_adjusted_unless_the_reader_wants_them_as_traded(open_page: Open) -> None:
    days = queries.history(1, "T03", YEAR, "day").set_index("trade_date")
    before, after = date(2024, 1, 31), date(2024, 2, 1)
    assert days["close"][before] == pytest.approx(2 * days["close_adjusted"][before])
    assert days["close"][after] == pytest.approx(days["close_adjusted"][after])
    assert (
        open_page("stocks", ticker="T03", price="As traded").segmented_control(key="price").value
        == "As traded"
    )
    assert open_page("stocks", ticker="T03", price="Bogus").segmented_control(key="price").value == "Adjusted"


@pytest.mark.usefixtures("published")
def test_a_split_pays_nothing_a_dividend_splits_nothing_and_both_are_named() -> None:
    actions = queries.actions(1, "T03", YEAR)
    is_split = actions["action"] == "split"
    assert actions["dividend"].isna().tolist() == is_split.tolist()
    assert actions["split_ratio"].notna().tolist() == is_split.tolist()
    figure = charts.history(queries.history(1, "T03", YEAR, "day"), actions, "close", "Close")
    (split,) = figure.select_traces({"type": "scatter", "marker.symbol": "diamond"})
    assert split.mode == "markers+text"
    assert split.texttemplate == "%{customdata[1]:.6~g} for 1"


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("page", "parameters"),
    [("stocks", {"ticker": "T05"}), ("industries", {"industry": "Industry 07"}), ("sectors", {}), ("", {}),
     ("pipeline_health", {})],
)  # fmt: skip
def test_no_table_shows_a_date_as_text(open_page: Open, page: str, parameters: dict[str, str]) -> None:
    tables = open_page(page, **parameters).dataframe
    assert tables
    for listed in tables:
        shown_as = json.loads(listed.proto.columns)
        texts = {name for name, how in shown_as.items() if how.get("type_config", {}).get("type") == "text"}
        for name in texts & set(listed.value.columns):
            assert not any(isinstance(value, date) for value in listed.value[name]), name


def test_drawdown_is_below_the_highest_close_of_the_range(warehouse: cursor) -> None:
    warehouse.execute(
        "select return_index from marts.fct_stock_daily where ticker = 'T03' and trade_date between %s and %s"
        " order by trade_date",
        (date(2024, 2, 29), SPRING.end),
    )
    path = [value for (value,) in warehouse]
    deepest = min(value / max(path[: place + 1]) - 1 for place, value in enumerate(path))
    assert queries.history(1, "T03", SPRING, "day")["drawdown"].min() == pytest.approx(deepest)
    assert queries.figures(1, "T03", SPRING)["max_drawdown"] == pytest.approx(deepest)


@pytest.mark.usefixtures("published")
def test_weeks_compound_to_what_days_do() -> None:
    days = queries.history(1, "T03", SPRING, "day")["total_return"]
    weeks = queries.history(1, "T03", SPRING, "week")["total_return"]
    assert (1 + weeks).prod() == pytest.approx((1 + days).prod())
    assert len(weeks) == 14


@pytest.mark.usefixtures("published")
def test_the_figure_and_the_comparison_agree() -> None:
    lines = comparison.rebased(1, "stock", SPRING, "day", "Energy", "Industry 03", "T03")
    stock = lines[lines["line"] == "stock"]["value"]
    assert stock.iloc[-1] / 100 - 1 == pytest.approx(queries.figures(1, "T03", SPRING)["range_return"])
    assert set(lines["line"]) == {"stock", "industry", "sector", "members", "index"}


def test_a_stock_that_begins_within_the_range_is_compared_from_its_first_close(warehouse: cursor) -> None:
    warehouse.execute("delete from marts.fct_stock_daily where ticker = 'T03' and trade_date < '2024-04-10'")
    warehouse.execute(
        "update marts.fct_stock_daily set total_return = null where ticker = 'T03' and"
        " trade_date = '2024-04-10'"
    )
    lines = comparison.rebased(1, "stock", SPRING, "day", "Energy", "Industry 03", "T03")
    first = lines[lines["trade_date"] == lines["trade_date"].min()]
    assert set(first["trade_date"]) == {date(2024, 4, 10)}
    assert set(first["value"]) == {100}


def test_nothing_is_drawn_across_a_session_without_a_price(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("delete from marts.fct_stock_daily where ticker = 'T03' and trade_date = '2024-04-02'")
    days = queries.history(1, "T03", SPRING, "day").set_index("trade_date")
    assert days.loc[date(2024, 4, 2)].isna().all()
    assert "Where the line breaks there is no price." in words(open_page("stocks", ticker="T03"))


@pytest.mark.usefixtures("published")
def test_sessions_before_membership_are_shaded(open_page: Open) -> None:
    days = queries.history(1, "T07", YEAR, "day")
    figure = charts.history(days, queries.actions(1, "T07", YEAR), "close", "Close")
    assert [(str(shape.x0), str(shape.x1)) for shape in figure.layout.shapes] == [
        ("2023-07-03", "2024-01-01")
    ]
    shown = words(open_page("stocks", ticker="T07"))
    assert "Shaded: not a member of the index." in shown
    assert "A member since **Tue 2 Jan 2024**." in shown


def test_whoever_is_in_the_first_list_may_have_joined_before(warehouse: cursor, open_page: Open) -> None:
    assert "A member since **Tue 1 Jun 2010**." in words(open_page("stocks", ticker="T03"))
    warehouse.execute(
        "update marts.dim_company set valid_from = '1990-01-01' where valid_from = '2010-06-01'"
    )
    forget_everything()
    assert "A member since **Mon 1 Jan 1990** or before." in words(open_page("stocks", ticker="T03"))


@pytest.mark.usefixtures("published")
def test_a_company_without_any_price_is_explained(open_page: Open) -> None:
    app = open_page("stocks", ticker="GONE")
    assert "No provider has any of it" in app.info[0].value
    assert "A member from **Fri 2 Jan 2015** to **Fri 29 Dec 2023**." in words(app)
    assert app.dataframe[0].value["reason"].tolist() == ["the provider does not know the ticker"]
    assert not app.get("plotly_chart")


@pytest.mark.usefixtures("published")
def test_a_company_that_left_before_the_data_begin_says_so(open_page: Open) -> None:
    assert "on no session that is published" in words(open_page("stocks", ticker="T10-until-2000"))


def test_a_range_without_a_price_says_when_there_is_one(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("delete from marts.fct_stock_daily where ticker = 'T03' and trade_date > '2024-01-31'")
    app = open_page("stocks", ticker="T03", range="3M")
    assert "Its prices run from Mon 3 Jul 2023 to Wed 31 Jan 2024." in app.info[0].value


def test_a_stock_of_one_session_is_drawn(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("delete from marts.fct_stock_daily where ticker = 'T03' and trade_date < '2024-06-28'")
    app = open_page("stocks", ticker="T03")
    assert len(app.get("plotly_chart")) == 1
    assert "not two sessions to compare" in words(app)


def test_a_membership_that_was_interrupted_is_told_in_parts(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute(
        "update marts.fct_stock_daily set is_member = false"
        " where ticker = 'T03' and trade_date between '2023-10-02' and '2024-04-30'"
    )
    shown = words(open_page("stocks", ticker="T03"))
    assert (
        "A member from **Tue 1 Jun 2010** to **Fri 29 Sep 2023**. A member since **Wed 1 May 2024**." in shown
    )


def test_a_build_without_companies_says_so(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("truncate marts.dim_company")
    assert "holds no company" in open_page("stocks").info[0].value
