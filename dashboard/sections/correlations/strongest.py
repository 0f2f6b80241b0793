"""The pairs that go together most, with what makes each of them believable or not."""

import pandas as pd
import streamlit as st

from dashboard.charts.series import SIGNIFICANT, name_of
from dashboard.queries.signals import Pair
from dashboard.sections.correlations.groups import is_pair_of_signals
from dashboard.widgets import links
from dashboard.widgets.definitions import definition
from dashboard.widgets.statistics import statistics_columns, told
from dashboard.widgets.tables import table

column = st.column_config


def show(pairs: pd.DataFrame, kind: str) -> None:
    """List the pairs, the claimed first, both from strong to weak; a row leads to its close view."""
    help_text = definition("correlation_interval", "n_eff", "correlation_q")
    st.header("Strongest pairs", anchor=False, help=help_text)
    claimed = pairs["q_value"] < SIGNIFICANT
    st.caption(f"Claimed are pairs with q < {SIGNIFICANT}; they come first, the strongest on top.")
    named = pairs.assign(
        claimed=claimed.map({True: "✓", False: "no"}),
        first=pairs["target"].map(name_of),
        second=pairs["indicator"].map(name_of),
    )
    table(
        told(named).sort_values("claimed", ascending=False, kind="stable"),
        f"correlations_{kind}",
        {
            "claimed": column.TextColumn("Claimed", width="small"),
            "first": column.TextColumn("Series"),
            "second": column.TextColumn("with"),
            **statistics_columns(),
        },
        "Correlation, interval and q of each pair, the strongest first",
        opens=lambda pair: _lead(pair, kind),
    )


def _lead(pair: pd.Series, kind: str) -> None:
    label = f"{pair['first']} with {pair['second']}, closely"
    if is_pair_of_signals(pair):
        links.link_pair(Pair(pair["target"], pair["indicator"], kind), label)
    else:
        st.caption("Only the index and the sectors with weather, mood or uncertainty have a close view.")
