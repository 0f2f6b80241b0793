"""The states' weather: the week before the last session of the range, in tiles and in a list."""

from datetime import date

import pytest
from psycopg2.extensions import cursor

from dashboard.charts.states import PLACES
from dashboard.queries import signals as queries
from dashboard.widgets.span import Span
from tests.dashboard.reading import ROOT
from tests.dashboard.shown import Open

PAGE = "market_and_signals"
YEAR = Span(date(2023, 7, 3), date(2024, 6, 28))


def test_each_state_has_a_tile_of_its_own() -> None:
    seed = (ROOT / "dbt_project/seeds/us_states.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert set(PLACES) == {line.split(",")[0] for line in seed}
    assert len(set(PLACES.values())) == 50


@pytest.mark.usefixtures("published")
def test_the_week_ends_before_the_last_session_opens() -> None:
    states = queries.state_weather(1, YEAR).set_index("state_code")
    assert set(states["last_day"]) == {date(2024, 6, 27)}
    assert list(states.loc[["CA", "NV", "WA"], "rainfall_mm"]) == [0, 8, 18]
    days = (date(2024, 6, 27) - YEAR.start).days + 1
    assert states.loc["WA", "range_rainfall_mm"] == pytest.approx(9 * (days + 7) / days)


@pytest.mark.usefixtures("published")
def test_a_range_of_a_day_still_has_its_week() -> None:
    assert len(queries.state_weather(1, Span(YEAR.end, YEAR.end))) == 4


@pytest.mark.usefixtures("published")
def test_a_state_without_a_value_is_not_listed_and_the_ends_are_named(open_page: Open) -> None:
    app = open_page(PAGE, weather="Cloud cover")
    listed = next(frame.value for frame in app.dataframe if "state_name" in frame.value)
    assert "NV" not in set(listed["state_code"])
    assert "from 50.0 (State" in " ".join(caption.value for caption in app.caption)


def test_without_weather_the_page_says_so_and_goes_on(warehouse: cursor, open_page: Open) -> None:
    warehouse.execute("truncate marts.fct_state_weather_daily")
    app = open_page(PAGE)
    assert "No state's weather is known" in app.info[0].value
    assert app.header[-1].value == "Does it last?"
