"""What belongs together: series of a group are related by what they are; pairs across groups say more."""

import pandas as pd
import streamlit as st

from dashboard.charts.series import INDICATORS, SECTOR_RETURN
from dashboard.widgets.address import tell_unknown


def _of(*groups: str) -> list[str]:
    return [key for key, series in INDICATORS.items() if series.group in groups]


GROUPS = {
    "Returns": ["index_return"],  # and the sectors'
    "Volatility and uncertainty": ["index_volatility", *_of("market"), *_of("uncertainty")],
    "Mood": _of("mood"),
    "Weather": _of("weather"),
}


def group_of(key: str) -> str:
    """Name the group of a series."""
    return next((group for group, keys in GROUPS.items() if key in keys), "Returns")


def choose_groups() -> list[str]:
    """Ask for the groups to show; none is all."""
    tell_unknown("groups", "Series", GROUPS)
    chosen = st.pills(
        "Series",
        list(GROUPS),
        selection_mode="multi",
        default=list(GROUPS),
        key="groups",
        wrap=True,
        bind="query-params",
    )
    return [group for group in GROUPS if group in chosen] or list(GROUPS)


def within(pairs: pd.DataFrame, groups: list[str]) -> pd.DataFrame:
    """Keep the pairs whose series are both of these groups."""
    return pairs[pairs["target"].map(group_of).isin(groups) & pairs["indicator"].map(group_of).isin(groups)]


def across(pairs: pd.DataFrame) -> pd.DataFrame:
    """Keep the pairs whose series are of two groups."""
    return pairs[pairs["target"].map(group_of) != pairs["indicator"].map(group_of)]


def series_of(pairs: pd.DataFrame) -> list[str]:
    """List the series of the pairs, group by group."""
    there = set(pairs["target"]) | set(pairs["indicator"])
    sectors = sorted(key for key in there if key.startswith(SECTOR_RETURN))
    grouped = [*GROUPS["Returns"], *sectors, *(key for keys in list(GROUPS.values())[1:] for key in keys)]
    return [key for key in grouped if key in there]


def is_pair_of_signals(pair: pd.Series) -> bool:
    """Tell whether Market and signals has the pair: a target with an indicator."""
    return pair["indicator"] in INDICATORS and pair["target"] not in INDICATORS
