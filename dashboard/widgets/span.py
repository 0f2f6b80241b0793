"""The range of sessions that a page covers: one control, kept in the URL."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import streamlit as st

MONTHS = {"1M": 1, "3M": 3, "6M": 6, "1Y": 12, "3Y": 36}
CHOICES = ["1M", "3M", "6M", "YTD", "1Y", "3Y", "All", "Custom"]
DEFAULT = "1Y"


@dataclass(frozen=True)
class Span:
    """Calendar days, both ends included."""

    start: date
    end: date


def choose_span(available: Span) -> Span:
    """Ask for a range of what is available: `?range=3M` moves with the data, `?range=Custom&dates=` stays."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choice = st.segmented_control(
            "Range",
            CHOICES,
            default=DEFAULT,
            required=True,
            key="range",
            wrap=True,
            bind="query-params",
            help="Ends with the last published session. Copy the address to share this view.",
        )
        return _custom(available) if choice == "Custom" else preset(choice or DEFAULT, available)


def preset(choice: str, available: Span) -> Span:
    """Resolve a named range: '3M' is the three months that end with the last session."""
    if choice == "YTD":
        start = date(available.end.year, 1, 1)
    elif choice in MONTHS:
        before = pd.Timestamp(available.end) - pd.DateOffset(months=MONTHS[choice])
        start = before.date() + timedelta(days=1)
    else:
        start = available.start
    return Span(max(start, available.start), available.end)


def _custom(available: Span) -> Span:
    chosen = st.date_input(
        "Days",
        (preset(DEFAULT, available).start, available.end),
        min_value=available.start,
        max_value=available.end,
        key="dates",
        bind="query-params",
        format="YYYY-MM-DD",
        width=260,
    )
    return _half_chosen(chosen, available)


def _half_chosen(chosen: tuple[date, ...], available: Span) -> Span:
    # Between the two clicks on a calendar there is a first day only, and after clearing it none.
    start = chosen[0] if chosen else available.start
    return Span(start, chosen[1] if len(chosen) > 1 else available.end)
