from datetime import timedelta

import pandas as pd
import pytest

from dashboard.charts import overview as charts
from dashboard.charts import theme
from dashboard.charts.labels import label_sides
from dashboard.charts.panels import time_panels
from dashboard.widgets.wording import UNKNOWN, age, count, number, percent, signed


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (percent(0.0125), "+1.25 %"),
        (percent(-0.00004), "0.00 %"),
        (percent(None), UNKNOWN),
        (percent(float("nan")), UNKNOWN),
        (number(-1234.5), "\N{MINUS SIGN}1,234.5"),
        (signed(-1234.56), "\N{MINUS SIGN}1,234.6"),
        (age(timedelta(seconds=20)), "just now"),
        (age(timedelta(minutes=119)), "119 min ago"),
        (age(timedelta(hours=47)), "47 h ago"),
        (age(timedelta(days=3)), "3 days ago"),
        (count(1, "row"), "1 row"),
        (count(1200, "row"), "1,200 rows"),
    ],
)
def test_numbers_are_written_for_people(written: str, expected: str) -> None:
    assert written == expected


def test_a_panel_shows_values_in_the_unit_that_it_names() -> None:
    days = pd.to_datetime(["2024-01-02", "2024-01-03"])
    frame = pd.DataFrame({"trade_date": days, "volatility_7d": [0.01, 0.02], "news_share": [0.0003, None]})
    first, second = time_panels(frame, ["volatility_7d", "news_share"]).data
    assert list(first.y) == [1, 2]
    assert second.y[0] == pytest.approx(3)


def test_neighbouring_names_go_to_different_sides() -> None:
    x, y = pd.Series([0.0, 0.5, 0.51, 1.0]), pd.Series([0.0, 0.5, 0.5, 1.0])
    sides = label_sides(x, y, pd.Series(["far", "Information Technology", "Consumer Staples", "away"]))
    assert sides[1] != sides[2]


def test_a_long_name_does_not_leave_the_plot() -> None:
    assert label_sides(
        pd.Series([0.0, 1.0]), pd.Series([0.0, 1.0]), pd.Series(["A", "Communication Services"])
    ) == [
        "middle right",
        "middle left",
    ]


def test_a_sector_without_a_return_has_no_bar() -> None:
    sectors = pd.DataFrame(
        {"gics_sector": ["A", "B"], "range_return": [0.1, None], "members": [3, 2], "sessions": [5, 0]}
    )
    assert list(charts.sector_bars(sectors).data[0].y) == ["A"]


def test_gain_and_loss_have_their_own_colours() -> None:
    sectors = pd.DataFrame(
        {"gics_sector": ["A", "B"], "range_return": [0.1, -0.1], "members": [3, 2], "sessions": [5, 5]}
    )
    assert list(charts.sector_bars(sectors).data[0].marker.color) == [theme.GAIN, theme.LOSS]


def test_the_market_is_shaded_while_the_mood_is_high() -> None:
    market = pd.DataFrame(
        {
            "trade_date": pd.bdate_range("2024-06-03", periods=6).date,
            "index_close": [1.0, 2, 3, 4, 5, 6],
            "depression_index": [50.0, 80, 90, None, 70, 20],
            "mood_level": ["Medium", "High", "High", None, "High", "Low"],
            "rainfall_mm": [0.0] * 6,
        }
    )
    shaded = [(str(shape.x0), str(shape.x1)) for shape in charts.market_panels(market).layout.shapes]
    assert shaded == [("2024-06-04", "2024-06-05"), ("2024-06-07", "2024-06-07")]


def test_a_bar_of_nothing_has_no_sign() -> None:
    sectors = pd.DataFrame(
        {"gics_sector": ["A", "B"], "range_return": [0.012, 0.0], "members": [5, 5], "sessions": [9, 9]}
    )
    assert list(charts.sector_bars(sectors).layout.yaxis.ticktext) == ["A  +1.2 %", "B  0.0 %"]
