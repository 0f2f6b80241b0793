"""How a table lists correlations: everything that says how far to believe them stands beside r."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.widgets.definitions import definition
from dashboard.widgets.wording import probability

column = st.column_config


def told(statistics: pd.DataFrame) -> pd.DataFrame:
    """Add `q`, the `q_value` in words: a small one is no nought."""
    return statistics.assign(q=statistics["q_value"].map(probability))


def q_column() -> object:
    """Head the column `q` of a table that was `told`."""
    return column.TextColumn("q", help=definition("correlation_q"))


def statistics_columns() -> dict[str, Any]:
    """Head the columns of a correlation, its interval, q, n and n_eff, what they mean included."""
    interval = definition("correlation_interval")
    return {
        "r": column.NumberColumn("r", format="%+.2f", help=definition("correlation_r")),
        "ci_low": column.NumberColumn("from", format="%+.2f", help=interval),
        "ci_high": column.NumberColumn("to", format="%+.2f", help=interval),
        "q": q_column(),
        "detectable_r": column.NumberColumn("would show", format="%.2f", help=definition("detectable_r")),
        "n": column.NumberColumn("n", format="localized", help=definition("correlation_n")),
        "n_eff": column.NumberColumn("n_eff", format="%.0f", help=definition("n_eff")),
    }
