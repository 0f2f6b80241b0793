"""How a table lists correlations: everything that says how far to believe them stands beside r."""

from typing import Any

import streamlit as st

from dashboard.widgets.definitions import definition

column = st.column_config


def q_column() -> object:
    """Head a column of q-values; a small one is told by its digits and not as 0."""
    return column.NumberColumn("q", format="%.2g", help=definition("correlation_q"))


def statistics_columns() -> dict[str, Any]:
    """Head the columns of a correlation, its interval, q, n and n_eff, what they mean included."""
    interval = definition("correlation_interval")
    return {
        "r": column.NumberColumn("r", format="%+.2f", help=definition("correlation_r")),
        "ci_low": column.NumberColumn("from", format="%+.2f", help=interval),
        "ci_high": column.NumberColumn("to", format="%+.2f", help=interval),
        "q_value": q_column(),
        "n": column.NumberColumn("n", format="%d", help=definition("correlation_n")),
        "n_eff": column.NumberColumn("n_eff", format="%.0f", help=definition("n_eff")),
    }
