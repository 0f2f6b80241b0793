"""Every series with every other, twice, so that each row can be read by itself."""

import pandas as pd
import streamlit as st

from dashboard.charts.correlations import correlation_matrix
from dashboard.charts.series import SIGNIFICANT
from dashboard.charts.theme import draw
from dashboard.sections.correlations.groups import series_of
from dashboard.widgets.definitions import definition
from dashboard.widgets.wording import count, day

# A phone has no room for the numbers: there colour tells, and the table below.
ROOM = "<style>@media (max-width: 700px) { .st-key-chart_full_matrix .textpoint { display: none } }</style>"


def show(pairs: pd.DataFrame) -> None:
    """Draw the matrix of the pairs and say how to read it."""
    help_text = definition("correlation_r", "correlation_q")
    st.subheader("Everything with everything", anchor=False, help=help_text)
    known = pairs.dropna(subset=["r"])
    claimed = int((pairs["q_value"] < SIGNIFICANT).sum())
    summary = f"Out of {count(len(known), 'pair')}, {claimed} cannot well be chance (q < {SIGNIFICANT})"
    st.html(ROOM)
    draw(correlation_matrix(_both_ways(pairs)), "full_matrix", f"Correlation matrix. {summary}")
    st.caption(
        f"{summary}: these are coloured, blue together, vermilion against each other. Grey numbers claim "
        "nothing; a dash is unknown, or the series itself. Same session, whole history: "
        f"{day(known['first_date'].min())} to {day(known['last_date'].max())}. VIX, volatility and returns "
        "are the session's own; weather, mood and policy uncertainty had happened before it opened."
    )


def _both_ways(pairs: pd.DataFrame) -> pd.DataFrame:
    order = series_of(pairs)
    turned = pairs.rename(columns={"target": "indicator", "indicator": "target"})
    diagonal = pd.DataFrame({"target": order, "indicator": order})
    whole = pd.concat([pairs, turned, diagonal])
    return whole.sort_values(["target", "indicator"], key=lambda keys: keys.map(order.index))
