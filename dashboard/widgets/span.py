"""The range of sessions that a page covers: one control, kept in the URL."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from dashboard.widgets.address import write

MONTHS = {"1M": 1, "3M": 3, "6M": 6, "1Y": 12, "3Y": 36}
CHOICES = ["1M", "3M", "6M", "YTD", "1Y", "3Y", "All", "Custom"]
DEFAULT = "1Y"


@dataclass(frozen=True)
class Span:
    """Calendar days, both ends included."""

    start: date
    end: date


def choose_span(available: Span) -> Span:
    """Ask for a range of what is available: `?range=3M` moves with the data, `?range=Custom&dates=` stays.

    The address leads, so that a link from page to page can carry the range.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.query_params.get("range", DEFAULT)
        choice = wanted if wanted in CHOICES else DEFAULT
        st.session_state["range"] = choice
        st.segmented_control(
            "Range",
            CHOICES,
            required=True,
            key="range",
            wrap=True,
            on_change=_write_range,
            help="Ends with the last published session. Copy the address to share this view.",
        )
        return _custom(available) if choice == "Custom" else preset(choice, available)


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
    chosen = _read_dates(available)
    st.session_state["dates"] = chosen
    st.date_input(
        "Days",
        min_value=available.start,
        max_value=available.end,
        key="dates",
        on_change=_write_dates,
        format="YYYY-MM-DD",
        width=260,
    )
    return Span(chosen[0], chosen[1] if len(chosen) > 1 else available.end)


def _read_dates(available: Span) -> tuple[date, ...]:
    """Read the days in the address: both ends, or one between the two clicks on a calendar; else a year."""
    try:
        days = [date.fromisoformat(day) for day in st.query_params.get_all("dates")]
    except ValueError:
        days = []
    within = tuple(sorted(min(max(day, available.start), available.end) for day in days))
    return within if len(within) in (1, 2) else (preset(DEFAULT, available).start, available.end)


def _write_range() -> None:
    write("range", None if st.session_state["range"] == DEFAULT else st.session_state["range"])
    if st.session_state["range"] != "Custom":
        write("dates", None)


def _write_dates() -> None:
    write("dates", [day.isoformat() for day in st.session_state["dates"]])
