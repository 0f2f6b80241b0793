"""The states' weather behind the national figures: the week before the range's last session."""

import pandas as pd
import streamlit as st

from dashboard.charts.states import tiles
from dashboard.charts.theme import draw
from dashboard.queries import signals as queries
from dashboard.widgets.address import tell_unknown
from dashboard.widgets.definitions import definition
from dashboard.widgets.span import Span
from dashboard.widgets.tables import table
from dashboard.widgets.wording import day, number

MEASURES = {  # column, unit
    "Rainfall": ("rainfall_mm", "mm a day"),
    "Temperature": ("temperature_c", "°C"),
    "Cloud cover": ("cloud_cover_pct", "% of the sky"),
}
column = st.column_config


def show(publish_id: int, span: Span) -> None:
    """Draw and list the states' weather."""
    help_text = definition("rainfall_mm", "state_temperature_c", "asked_point")
    st.header("State by state", anchor=False, help=help_text)
    tell_unknown("weather", "Weather", MEASURES)
    chosen = st.segmented_control(
        "Weather", list(MEASURES), default="Rainfall", required=True, key="weather", bind="query-params"
    )
    key, unit = MEASURES[chosen or "Rainfall"]
    states = queries.state_weather(publish_id, span)
    known = states.dropna(subset=[key]).sort_values(key, ascending=False)
    if known.empty:
        st.info(f"No state's weather is known for the week before {day(span.end)}.")
        return
    drawn, listed = st.columns([3, 2], gap="large")
    with drawn:
        alt, caption = f"{chosen} in the fifty states", _caption(known, key, unit)
        draw(tiles(states, key, unit), "states", alt, ["open_meteo"], caption)
    with listed:
        _list(known, key, unit, f"states_{key}_{known['last_day'].iloc[0]}")


def _caption(known: pd.DataFrame, key: str, unit: str) -> str:
    highest, lowest = known.iloc[0], known.iloc[-1]
    return (
        f"Mean of the {queries.WEEK} days to {day(highest['last_day'])}, at one point in each state; "
        f"the deeper, the higher: from {number(lowest[key])} ({lowest['state_name']}) "
        f"to {number(highest[key])} {unit} ({highest['state_name']})."
    )


def _list(known: pd.DataFrame, key: str, unit: str, name: str) -> None:
    table(
        known,
        name,
        {
            "state_name": "State",
            key: column.NumberColumn(f"Week, {unit}", format="%.1f"),
            f"range_{key}": column.NumberColumn("Range", format="%.1f", help="Mean of all days of the range"),
            "census_region": column.TextColumn("Region", help=definition("census_region")),
        },
        alt="The states with their weather of the week and of the range, the highest first",
    )
