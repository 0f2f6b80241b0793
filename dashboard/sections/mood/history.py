"""The depression index and the market's volatility over a range."""

import pandas as pd
import streamlit as st

from dashboard.charts.mood import mood_and_volatility
from dashboard.charts.series import sources_of
from dashboard.charts.theme import draw
from dashboard.widgets.definitions import definition
from dashboard.widgets.span import Span
from dashboard.widgets.wording import between, day, number


def show(timeline: pd.DataFrame, known: Span) -> None:
    """Draw both on one time axis; `timeline` has some of the depression indices, all of which are `known`."""
    st.header("Mood and volatility", anchor=False, help=definition("depression_index", "volatility_7d"))
    last = timeline.dropna(subset=["depression_index"]).iloc[-1]
    seen = number(last["depression_index"], 0)
    summary = f"The session of {day(last['trade_date'])} saw a depression index of {seen}"
    step = timeline["step"].iloc[0]
    thinned = f" Every {step}th session is drawn." if step > 1 else ""
    caption = (
        f"{summary}: what had happened before it opened. At 0 the week drew fewer views to Wikipedia's "
        "articles on depression than any of the year before, at 100 more; shades are Low, Medium and "
        f"High. It is known from {between(known.start, known.end)}.{thinned}"
    )
    draw(
        mood_and_volatility(timeline),
        "mood",
        "Depression index and volatility of the S&P 500",
        sources_of(["depression_index", "volatility_7d"]),
        caption,
    )
