"""Which series hang together: a chord for each pair that is sure enough."""

import pandas as pd
import streamlit as st

from dashboard.charts.network import network
from dashboard.charts.theme import SIGNALS, draw
from dashboard.sections.correlations.groups import series_of
from dashboard.widgets.definitions import definition
from dashboard.widgets.wording import count

THRESHOLDS = [0.05, 0.01, 0.001]
STRENGTHS = [0.0, 0.1, 0.3, 0.5, 0.7]


def show(pairs: pd.DataFrame) -> None:
    """Draw the network of the pairs that pass the reader's thresholds."""
    st.header("Network", anchor=False, help=definition("correlation_q"))
    with st.container(horizontal=True):
        most_q = st.segmented_control(
            "q below", THRESHOLDS, default=THRESHOLDS[0], required=True, key="q", bind="query-params"
        )
        least_r = st.segmented_control(
            "r at least, either way",
            STRENGTHS,
            default=STRENGTHS[0],
            required=True,
            format_func=lambda r: f"{r:.1f}" if r else "any",
            key="strength",
            bind="query-params",
        )
    joined = pairs[(pairs["q_value"] < most_q) & (pairs["r"].abs() >= least_r)]
    if joined.empty:
        st.info("No pair passes these thresholds: there is nothing to claim here.")
        return
    summary = f"{count(len(joined), 'pair')} of {len(pairs):,} with q < {most_q}"
    caption = (
        f"{summary}. Blue lines: they rise together; vermilion: one rises as the other falls. The thicker, "
        "the stronger; a line says neither which one leads nor why."
    )
    draw(network(joined, series_of(pairs)), "network", "Network of correlations", SIGNALS, caption)
