"""How the market behaved while the mood was Low, Medium or High."""

import pandas as pd
import streamlit as st

from dashboard.charts.mood import boxes
from dashboard.charts.series import SERIES, Series, sources_of
from dashboard.charts.theme import draw
from dashboard.queries import mood as queries
from dashboard.widgets.definitions import definition
from dashboard.widgets.span import Span
from dashboard.widgets.tables import table
from dashboard.widgets.wording import between, number

QUANTILES = {"p05": "5 %", "p25": "25 %", "p50": "Median", "p75": "75 %", "p95": "95 %"}
BOX = "Box: the middle half of the sessions; line: median; dashed: mean; whiskers: from 5 to 95 %."
column = st.column_config


def show(publish_id: int, span: Span) -> None:
    """Draw each measure's distribution by level, and list the numbers."""
    st.header("The market by level of mood", anchor=False, help=definition("mood_level", "alignment"))
    levels = queries.by_level(publish_id, span)
    measures = [key for key in queries.MEASURES if key in levels["measure"].unique()]
    if not measures:
        st.info("No session of this range knows both the mood and the market. Choose a longer range.")
        return
    for place, key in zip(st.columns(len(measures), gap="medium"), measures, strict=True):
        with place:
            _distribution(levels[levels["measure"] == key], SERIES[key], span)
    with st.expander("The numbers"):
        _list(levels, span)


def _distribution(levels: pd.DataFrame, series: Series, span: Span) -> None:
    st.markdown(f"**{series.name}**, {series.unit}")
    medians = [
        f"{level} {number(p50, 2)}" for level, p50 in zip(levels["mood_level"], levels["p50"], strict=True)
    ]
    days = between(span.start, span.end)
    alt = f"{series.name}, {series.unit}, by level of mood, {days}; medians: {', '.join(medians)}"
    draw(
        boxes(levels, series.digits),
        f"levels_{series.docs}",
        alt,
        sources_of([levels["measure"].iloc[0], "depression_index"]),
        BOX,
    )


def _list(levels: pd.DataFrame, span: Span) -> None:
    named = levels.assign(name=[f"{SERIES[key].name}, {SERIES[key].unit}" for key in levels["measure"]])
    numbers = {"mean": "Mean", "stddev": "Standard deviation"} | QUANTILES
    table(
        named,
        f"mood_levels_{span.start}_{span.end}",
        {
            "name": "Measure",
            "mood_level": column.TextColumn("Mood", help=definition("mood_level")),
            "sessions": column.NumberColumn("n", help="Sessions of the range at this level"),
            **{key: column.NumberColumn(title, format="%.2f") for key, title in numbers.items()},
        },
        "Mean, standard deviation and quantiles of each measure by level of mood",
    )
