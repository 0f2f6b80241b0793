"""The range of sessions that a page covers: one control, kept in the URL, and how coarsely it is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import pandas as pd
import streamlit as st

from dashboard.events import events_within
from dashboard.widgets.address import ask_day, read_day, say_unknown, write
from dashboard.widgets.wording import literal

MONTHS = {"1M": 1, "3M": 3, "6M": 6, "1Y": 12, "3Y": 36}
CHOICES = ["1M", "3M", "6M", "YTD", "1Y", "3Y", "All", "Custom"]
DEFAULT = "1Y"
ENDS = {"first_day": "From", "last_day": "To"}
SHOWN = "span_shown"  # by the page that is drawn
Period = Literal["day", "week", "month"]


@dataclass(frozen=True)
class Span:
    """Calendar days, both ends included."""

    start: date
    end: date


def choose_span(available: Span, named: Mapping[str, Span] | None = None) -> Span:
    """Ask for a range of what is available: `?range=3M` moves with the data, `?range=Custom&dates=` stays.

    The address leads, so that a link from page to page can carry the range. `named` are ranges of the page's
    own, to be offered beside the events.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.query_params.get("range", DEFAULT)
        choice = wanted if wanted in CHOICES else DEFAULT
        if choice != wanted:
            say_unknown("Range", [wanted])
            write("range", None)
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
        span = _custom(available) if choice == "Custom" else preset(choice, available)
        _offer_named({**(named or {}), **_events(available)}, span)
    st.session_state[SHOWN] = span
    return span


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


def choose_dragged(key: str, shown: Span) -> None:
    """Choose the days over which a reader has dragged in the figure with this key, within those shown."""
    for box in st.session_state[key].selection.box[:1]:
        days = [min(max(date.fromisoformat(edge[:10]), shown.start), shown.end) for edge in sorted(box["x"])]
        if days[0] < days[1]:
            write("range", "Custom")
            write("dates", [day.isoformat() for day in days])


def period_of(span: Span, most_points: int) -> Period:
    """Choose the finest period that draws a line over the range with about `most_points` at most."""
    days = (span.end - span.start).days
    if days * 5 / 7 <= most_points:
        return "day"
    return "week" if days / 7 <= most_points else "month"


def _events(available: Span) -> dict[str, Span]:
    found = events_within(available.start, available.end)
    return {
        event.name: Span(max(event.start, available.start), min(event.end, available.end)) for event in found
    }


def _offer_named(named: Mapping[str, Span], span: Span) -> None:
    if not named:
        return
    st.session_state["named"] = next((name for name, days in named.items() if days == span), None)
    st.selectbox(
        "By name",
        list(named),
        index=None,
        key="named",
        on_change=_write_named,
        args=(named,),
        placeholder="A crisis, a recession",
        width=240,
        help="Falls run from the index' highest close to its lowest, recessions by NBER's months.",
    )


def _custom(available: Span) -> Span:
    span = _read_dates(available)
    for key, value in zip(ENDS, (span.start, span.end), strict=True):
        ask_day(key, ENDS[key], value, _write_dates)
    return span


def _read_dates(available: Span) -> Span:
    """Read the days in the address; what is none there is the last session, or a year before the other."""
    wanted = st.query_params.get_all("dates")
    days = [read_day(written) for written in wanted]
    within = [day and min(max(day, available.start), available.end) for day in days]
    first, last, *_ = [*within, None, None]
    end = last or available.end
    start = first or preset(DEFAULT, Span(available.start, end)).start
    span = Span(min(start, end), max(start, end))
    kept = zip(wanted, days, within, strict=True)
    odd = [written for written, day, shown in kept if written and (not day or day != shown)]
    if odd or len(wanted) > len(ENDS):
        st.warning(
            f"A range has two days from {available.start} to {available.end}: "
            f"({literal(', '.join(odd or wanted))}) are not. Shown: {span.start} to {span.end}.",
            icon=":material/link_off:",
        )
    return span


def _write_range() -> None:
    write("range", None if st.session_state["range"] == DEFAULT else st.session_state["range"])
    if st.session_state["range"] != "Custom":
        write("dates", None)


def _write_named(named: Mapping[str, Span]) -> None:
    span = named.get(st.session_state["named"] or "")
    write("range", "Custom" if span else None)
    write("dates", [span.start.isoformat(), span.end.isoformat()] if span else None)


def _write_dates() -> None:
    write("dates", [st.session_state[key] for key in ENDS])
