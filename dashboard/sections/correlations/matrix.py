"""Every series with every other, twice, so that each row can be read by itself."""

import pandas as pd
import streamlit as st

from dashboard.charts.correlations import correlation_matrix
from dashboard.charts.series import SIGNIFICANT, sources_of
from dashboard.charts.theme import draw
from dashboard.sections.correlations.groups import series_of
from dashboard.widgets.definitions import definition
from dashboard.widgets.wording import between, count


def show(pairs: pd.DataFrame) -> None:
    """Draw the matrix of the pairs and say how to read it."""
    help_text = definition("correlation_r", "correlation_q")
    st.header("Everything with everything", anchor=False, help=help_text)
    known = pairs.dropna(subset=["r"])
    tested = known["q_value"].dropna()
    claimed = int((tested < SIGNIFICANT).sum())
    summary = f"Of {count(len(tested), 'tested pair')}, {claimed} claimed (q < {SIGNIFICANT})"
    caption = (
        f"{summary}: these are coloured, blue together, vermilion against each other; of such claims one "
        "in twenty is expected to be chance. Grey numbers claim nothing: two targets, or two indicators, go "
        "together for what they are and are not tested. A dash is unknown, or the series itself. Same "
        "session, whole history: "
        f"{between(known['first_date'].min(), known['last_date'].max())}. VIX, volatility and returns "
        "are the session's own; weather, mood and policy uncertainty had happened before it opened."
    )
    draw(
        correlation_matrix(_both_ways(pairs)),
        "full_matrix",
        "Correlation matrix",
        sources_of(series_of(pairs)),
        caption,
    )


def _both_ways(pairs: pd.DataFrame) -> pd.DataFrame:
    order = series_of(pairs)
    turned = pairs.rename(columns={"target": "indicator", "indicator": "target"})
    diagonal = pd.DataFrame({"target": order, "indicator": order})
    whole = pd.concat([pairs, turned, diagonal])
    return whole.sort_values(["target", "indicator"], key=lambda keys: keys.map(order.index))
