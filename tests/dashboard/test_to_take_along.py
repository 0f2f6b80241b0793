"""What a reader takes along: a figure, a table, a link to what was seen; and the ranges that have a name."""

import io
import json
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlparse

import pandas as pd
import plotly.graph_objects as go
import pytest
from psycopg2.extensions import cursor
from streamlit.testing.v1 import AppTest

from dashboard.charts.shading import shaded
from dashboard.events import events, events_within
from dashboard.widgets.tables import parquet
from tests.dashboard.shown import Open, words

EVENT = {"2018 Q4": ("2018-09-20", "2018-12-24"), "Covid crash": ("2020-02-19", "2020-03-23")}


def pinned(app: AppTest) -> dict[str, list[str]]:
    return parse_qs(urlparse(app.code[-1].value).query)


def config(app: AppTest) -> dict[str, Any]:
    return dict(json.loads(app.get("plotly_chart")[0].proto.config)["toImageButtonOptions"])


@pytest.mark.usefixtures("published")
def test_a_saved_figure_says_what_it_is_whose_data_and_of_which_build(open_page: Open) -> None:
    app = open_page("industries", industry="Industry 07")
    title = json.loads(app.get("plotly_chart")[0].proto.spec)["layout"]["title"]["text"]
    assert title.startswith("<b>Indexed total returns: ")
    assert "Data: Yahoo Finance, Wikipedia. Bellwether, build b0a1d2c3 through 2024-06-28." in title
    assert config(app)["filename"] == "bellwether_comparison_b0a1d2c3_2024-06-28"


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("overview", "Dotted: S&P 500, "),
        ("sectors", "Dotted grey: S&P 500, "),
        ("mood", "dashed: mean"),
        ("industry_sensitivity", "Colour shows means"),
    ],
)
def test_a_saved_figure_says_how_its_marks_are_read(open_page: Open, page: str, said: str) -> None:
    specs = [json.loads(chart.proto.spec) for chart in open_page(page).get("plotly_chart")]
    titles = [unescape(spec["layout"]["title"]["text"].replace("<br>", " ")) for spec in specs]
    assert any(said in title for title in titles)


@pytest.mark.usefixtures("published")
def test_figures_are_saved_as_the_reader_wants_them(open_page: Open) -> None:
    app = open_page("sectors")
    assert config(app)["format"] == "png"
    app.segmented_control(key="figures_format").set_value("SVG").run()
    assert config(app)["format"] == "svg"


@pytest.mark.usefixtures("published")
def test_every_table_is_offered_as_csv_and_as_parquet(open_page: Open) -> None:
    app = open_page("industries")
    assert {button.proto.label for button in app.get("download_button")} == {"CSV", "Parquet"}


def test_a_table_comes_back_from_parquet_as_it_was() -> None:
    frame = pd.DataFrame({"day": [date(2024, 6, 28), None], "name": ["=1", None], "value": [0.5, None]})
    back = pd.read_parquet(io.BytesIO(parquet(frame)))
    assert back["day"][0] == date(2024, 6, 28)
    assert back["name"][0] == "=1"
    assert back["value"].isna().tolist() == [False, True]


def test_a_column_of_several_types_is_written_as_text() -> None:
    back = pd.read_parquet(io.BytesIO(parquet(pd.DataFrame({"v": [1, "a", None]}))))
    assert back["v"][:2].tolist() == ["1", "a"]


@pytest.mark.usefixtures("published")
def test_a_pinned_link_keeps_the_days_the_choices_and_the_build(open_page: Open) -> None:
    app = open_page("industries", industry="Industry 07", range="3M")
    link = pinned(app)
    assert link["dates"] == ["2024-03-29", "2024-06-28"]
    assert (link["range"], link["build"], link["industry"]) == (["Custom"], ["b0a1d2c3"], ["Industry 07"])
    again = open_page("industries", **{key: values for key, values in link.items() if key != "sector"})
    assert "Another build" not in words(again)


def test_a_pinned_link_says_when_its_build_is_gone(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("update ops.publishes set build_id = 'feed0000-1'")
    said = words(open_page("sectors", build="b0a1d2c3"))
    assert "pinned to build `b0a1d2c3`; readers now see build `feed0000`" in said


def test_named_ranges_are_the_published_closes_extremes_and_nbers_months() -> None:
    found = {event.name: (str(event.start), str(event.end)) for event in events()}
    assert found.items() >= EVENT.items()
    assert all(event.start < event.end and event.source for event in events())


def test_a_named_range_is_offered_where_its_days_are_published_and_governs_the_page(
    warehouse: cursor, open_page: Open
) -> None:
    for mart in ("market", "sector"):
        warehouse.execute(f"update marts.fct_{mart}_daily set trade_date = trade_date - 1500")
    app = open_page("sectors")
    (box,) = [box for box in app.selectbox if box.label == "By name"]
    assert box.options == ["Covid crash", "Recession of 2020"]
    box.set_value("Covid crash").run()
    assert list(app.query_params["dates"]) == ["2020-02-19", "2020-03-23"]
    assert "Wed 19 Feb 2020" in words(app)
    app.text_input(key="first_day").set_value("2020-03-02").run()
    assert "Mon 2 Mar 2020 to Mon 23 Mar 2020" in words(app)
    app.text_input(key="last_day").set_value("soon").run()
    assert "(soon) are not. Shown: 2020-03-02 to 2020-05-20" in words(app)
    app.segmented_control(key="range").set_value("3M").run()
    assert "dates" not in app.query_params


@pytest.mark.usefixtures("published")
def test_no_range_is_named_of_which_no_day_is_published(open_page: Open) -> None:
    assert not any(box.label == "By name" for box in open_page("sectors").selectbox)


@pytest.mark.usefixtures("published")
def test_a_stocks_range_may_begin_when_it_joined(open_page: Open) -> None:
    app = open_page("stocks", ticker="T07")
    (box,) = [box for box in app.selectbox if box.label == "By name"]
    box.set_value("Since it joined").run()
    assert list(app.query_params["dates"]) == ["2024-01-02", "2024-06-28"]


def test_events_are_shaded_within_the_range_and_named_where_there_is_room() -> None:
    start, end = date(2018, 10, 1), date(2020, 12, 31)
    assert [event.name for event in events_within(start, end)] == [
        "2018 Q4", "Covid crash", "Recession of 2020",
    ]  # fmt: skip
    figure = shaded(go.Figure(), start, end)
    first = figure.layout.shapes[0]
    assert (str(first.x0), str(first.x1)) == ("2018-10-01", "2018-12-24")
    assert not figure.layout.annotations
    assert shaded(go.Figure(), start, date(2019, 1, 31)).layout.annotations[0].text == "2018 Q4"
