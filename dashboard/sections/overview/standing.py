"""Where things stand: what the last session changed, and each indicator in its history."""

import pandas as pd
import streamlit as st

from dashboard.charts.series import SERIES, name_of, sources_of
from dashboard.charts.standing import standings
from dashboard.charts.theme import draw
from dashboard.queries import overview as queries
from dashboard.queries.health import series_freshness
from dashboard.widgets.definitions import definition
from dashboard.widgets.tables import table
from dashboard.widgets.wording import day, number

column = st.column_config
UNUSUAL = 90  # percentile of the size of a move


def changes(publish_id: int) -> None:
    """List the indicators of the last session beside those of the one before."""
    st.header("What changed", anchor=False, help="The last session beside the one before it.")
    indicators = queries.indicator_changes(publish_id)
    named = indicators.assign(
        indicator=indicators["indicator"].map(name_of),
        unit=[SERIES[key].unit for key in indicators["indicator"]],
    )
    table(
        named,
        "changes",
        {
            "indicator": "Indicator",
            "previous": column.NumberColumn("Before", format="%.2f"),
            "latest": column.NumberColumn("Last", format="%.2f"),
            "change": column.NumberColumn("Change", format="%+.2f"),
            "change_standing": column.ProgressColumn(
                "Size of the move",
                format="%.0f",
                min_value=0,
                max_value=100,
                help="Percentile among all moves from session to session, up or down: 100 the largest",
            ),
            "unit": "Unit",
        },
        alt="Each indicator before and after the last session",
    )
    st.caption(" ".join([_unusual(indicators), *_last_known(publish_id, indicators)]))


def now(publish_id: int) -> None:
    """Draw where each indicator stands among all published sessions, and where it stood a month before."""
    st.header("Mood and weather now", anchor=False, help=definition("depression_index", "alignment"))
    indicators = queries.indicator_changes(publish_id)
    surroundings = indicators[indicators["indicator"] != "index_close"]
    known = surroundings.dropna(subset=["standing"])
    if known.empty:
        st.info("Nothing is known about the last session's surroundings.")
        return
    summary = _extremes(known)
    unknown = surroundings[surroundings["standing"].isna()]["indicator"].map(name_of)
    caption = (
        f"{summary} Each against all its published sessions: dot now, circle {queries.MONTH} sessions ago."
        + (f" Unknown on the last session: {', '.join(unknown)}." if len(unknown) else "")
    )
    draw(standings(surroundings), "standing", summary, sources_of(known["indicator"]), caption)


def _last_known(publish_id: int, indicators: pd.DataFrame) -> list[str]:
    newest = series_freshness(publish_id).set_index("series")["newest_value_on"]
    days = newest[newest.index.isin(indicators.loc[indicators["latest"].isna(), "indicator"])]
    return [
        f"{name_of(str(key))}: {'never known' if pd.isna(last) else f'last known {day(last)}'}."
        for key, last in days.items()
    ]


def _unusual(indicators: pd.DataFrame) -> str:
    large = indicators[indicators["change_standing"] >= UNUSUAL].sort_values(
        "change_standing", ascending=False
    )
    if large.empty:
        return f"No move was among the largest {100 - UNUSUAL} % of its own."
    names = [f"{name_of(key)} (larger than {number(rank, 0)} %)" for key, rank in
             large[["indicator", "change_standing"]].itertuples(index=False)]  # fmt: skip
    return f"Unusually large moves: {', '.join(names)}."


def _extremes(known: pd.DataFrame) -> str:
    ranked = known.sort_values("standing")
    highest, lowest = (
        f"{name_of(row['indicator'])} (percentile {number(row['standing'], 0)})"
        for row in (ranked.iloc[-1], ranked.iloc[0])
    )
    return f"Of these, each within its own history, {highest} stands highest, {lowest} lowest."
