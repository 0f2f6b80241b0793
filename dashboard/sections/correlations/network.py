"""Which series hang together: a chord for each pair that is sure enough."""

import pandas as pd
import streamlit as st

from dashboard.charts.network import network
from dashboard.charts.series import sources_of
from dashboard.charts.theme import draw
from dashboard.sections.correlations.groups import series_of
from dashboard.widgets.address import tell_unknown
from dashboard.widgets.definitions import definition
from dashboard.widgets.wording import between, count

THRESHOLDS = [0.05, 0.01, 0.001]
STRENGTHS = [0.0, 0.1, 0.3, 0.5, 0.7]


def show(pairs: pd.DataFrame) -> None:
    """Draw the network of the pairs that pass the reader's thresholds."""
    st.header("Network", anchor=False, help=definition("correlation_q"))
    tell_unknown("q", "q below", THRESHOLDS)
    tell_unknown("strength", "r at least", map(_written, STRENGTHS))
    with st.container(horizontal=True):
        most_q = st.segmented_control(
            "q below", THRESHOLDS, default=THRESHOLDS[0], required=True, key="q", bind="query-params"
        )
        least_r = st.segmented_control(
            "r at least, either way",
            STRENGTHS,
            default=STRENGTHS[0],
            required=True,
            format_func=_written,
            key="strength",
            bind="query-params",
        )
    joined = pairs[(pairs["q_value"] < most_q) & (pairs["r"].abs() >= least_r)]
    if joined.empty:
        st.info("No pair passes these thresholds: there is nothing to claim here.")
        return
    tested = int(pairs["q_value"].notna().sum())
    summary = f"{count(len(joined), 'pair')} of {tested:,} tested with q < {most_q}"
    if least_r:
        summary += f" and r at least {least_r} either way"
    caption = (
        f"{summary}, whole history: {between(joined['first_date'].min(), joined['last_date'].max())}. "
        "Blue lines: they rise together; vermilion: one rises as the other falls. The thicker, the stronger; "
        "a line says neither which one leads nor why."
    )
    series = series_of(pairs)
    draw(network(joined, series), "network", "Network of correlations", sources_of(series), caption)


def _written(r: float) -> str:
    return f"{r:.1f}" if r else "any"
