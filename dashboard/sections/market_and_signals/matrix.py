"""Which indicators go with the index and the sectors: every pair, and what is left after many comparisons."""

import pandas as pd
import streamlit as st

from dashboard.charts.correlations import correlation_matrix
from dashboard.charts.series import INDICATORS, SIGNIFICANT, name_of, sources_of
from dashboard.charts.theme import draw
from dashboard.widgets.definitions import definition
from dashboard.widgets.statistics import statistics_columns, told
from dashboard.widgets.tables import table
from dashboard.widgets.wording import between, count, interval, number

column = st.column_config


def show(pairs: pd.DataFrame, kind: str) -> None:
    """Draw the matrix of one kind and list its numbers."""
    known = pairs.dropna(subset=["r"])
    if known.empty:
        st.info("No pair has 30 sessions on which both are known. Run the pipeline over a longer range.")
        return
    summary = _summary(known)
    order = list(INDICATORS)
    ordered = pairs.sort_values("indicator", key=lambda keys: keys.map(order.index), kind="stable")
    caption = (
        f"{summary} Coloured: blue together, vermilion against each other; grey numbers "
        "claim nothing. Same session, whole history whatever the range, for only so many looks are tests: "
        f"{between(known['first_date'].min(), known['last_date'].max())}."
    )
    draw(correlation_matrix(ordered), "matrix", summary, _sources(known), caption)
    with st.expander("The numbers"):
        _list(pairs, kind)


def _sources(pairs: pd.DataFrame) -> set[str]:
    return sources_of([*pairs["target"], *pairs["indicator"]])


def _summary(known: pd.DataFrame) -> str:
    claimed = known[known["q_value"] < SIGNIFICANT]
    if claimed.empty:
        return f"Out of {count(len(known), 'pair')}, none at q < {SIGNIFICANT}."
    strongest = claimed.sort_values("r", key=abs).iloc[-1]
    return (
        f"Out of {count(len(known), 'pair')}, {len(claimed)} at q < {SIGNIFICANT}. Strongest: "
        f"{name_of(strongest['indicator'])} with {name_of(strongest['target'])}, "
        f"r = {number(strongest['r'], 2)} {interval(strongest['ci_low'], strongest['ci_high'])}."
    )


def _list(pairs: pd.DataFrame, kind: str) -> None:
    named = pairs.assign(target=pairs["target"].map(name_of), indicator=pairs["indicator"].map(name_of))
    table(
        told(named).sort_values("q_value"),
        f"market_correlations_{kind.lower()}",
        {
            "target": column.TextColumn("Target", help=definition("signal_target")),
            "indicator": column.TextColumn("Indicator", help=definition("signal_indicator")),
            **statistics_columns(),
        },
        alt="Correlation, interval and q of each target with each indicator",
    )
