"""The data themselves: what is missing, what was restated, what looks odd, what the sources dispute."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.completeness import members_without_price
from dashboard.charts.theme import draw
from dashboard.queries import quality as queries
from dashboard.widgets.definitions import definition
from dashboard.widgets.tables import table
from dashboard.widgets.wording import count, number, reason, share

column = st.column_config


def show(publish_id: int) -> None:
    """Draw how complete the prices are and, in a tab each, list what deserves a look."""
    st.header("What the data lack", anchor=False, help=definition("share_complete", "gap_reason"))
    _completeness(queries.completeness(publish_id))
    lists: dict[str, Callable[[int], None]] = {
        "Gaps": _gaps,
        "Restated": _restatements,
        "Corrected": _price_corrections,
        "Set aside": _rows_set_aside,
        "Suspicious": _suspicious_bars,
        "Disputed": _disagreements,
    }
    for tab, list_ in zip(st.tabs(list(lists)), lists.values(), strict=True):
        with tab:
            list_(publish_id)


def _completeness(months: pd.DataFrame) -> None:
    if months.empty:
        st.info("No session was asked for yet, so nothing can be missing.")
        return
    last, sessions = months.iloc[-1], months["sessions"]
    whole = (months["share_complete"] * sessions).sum() / sessions.sum()
    words = (
        f"{share(last['share_complete'])} of the members have a price in {last['month']:%B %Y} "
        f"({number(last['gaps'])} of {number(last['members'], 0)} a session have none); "
        f"{share(whole)} over {count(int(sessions.sum()), 'session')}."
    )
    caption = (
        f"{words} Not to be had: the provider does not know the ticker, or its series begins later. "
        "Yet to be got: a failed, refused or incomplete answer."
    )
    draw(members_without_price(months), "completeness", words, caption=caption)


def _gaps(publish_id: int) -> None:
    gaps = queries.gaps(publish_id)
    _list(
        gaps.assign(why=gaps["reason"].map(reason)),
        "gaps",
        "Every member has a price on every session.",
        ("stretches", "stretch without a price", "stretches without a price", "longest"),
        {
            "company_id": column.TextColumn("Company", help=definition("company_id")),
            "ticker": "Asked as",
            "why": column.TextColumn("Why", help=definition("gap_reason")),
            "first_session": "From",
            "last_session": "To",
            "sessions": column.NumberColumn("Sessions"),
        },
        alt="The longest stretches of membership without a price",
    )


def _restatements(publish_id: int) -> None:
    _list(
        queries.restatements(publish_id),
        "restatements",
        "No provider has said anything twice and differently.",
        ("restatements", "restated value", "restated values", "newest"),
        {
            "restated_at": column.DatetimeColumn("Said", format="YYYY-MM-DD HH:mm"),
            "ticker": "Ticker",
            "trade_date": "Session",
            "kind": column.TextColumn("Kind", help=definition("restatement_kind")),
            "field": column.TextColumn("What", help=definition("restated_field")),
            "old_value": column.NumberColumn("Before", format="%.4f"),
            "new_value": column.NumberColumn("Now", format="%.4f"),
            "relative_change": column.NumberColumn("Change", format="percent"),
        },
        alt="What providers said otherwise than before, the newest first",
    )


def _price_corrections(publish_id: int) -> None:
    _list(
        queries.price_corrections(publish_id),
        "price_corrections",
        "Nothing that a provider says is corrected.",
        ("corrections", "correction", "corrections", "newest"),
        {
            "trade_date": "Session",
            "ticker": "Ticker",
            "field": column.TextColumn("What", help=definition("corrected_field")),
            "provider_value": column.NumberColumn("By the provider", format="%.4f"),
            "corrected_value": column.NumberColumn("What holds", format="%.4f"),
            "is_applied": column.CheckboxColumn("Applied", help=definition("is_applied")),
            "reason": column.TextColumn("Why", width="large"),
            "source": column.TextColumn("Where it says so", width="large"),
        },
        alt="What providers have wrong and what holds instead, with the reason",
    )


def _rows_set_aside(publish_id: int) -> None:
    _list(
        queries.rows_set_aside(publish_id),
        "rows_set_aside",
        "No provider says anything that cannot be right.",
        ("rows", "row set aside", "rows set aside", "newest"),
        {
            "date_day": column.DateColumn("Day"),
            "source": "Source",
            "subject": "About",
            "reason": column.TextColumn("Why", width="large"),
            "place": column.TextColumn("Its place", width="large"),
        },
        alt="What providers say that cannot be right, the newest first",
    )


def _suspicious_bars(publish_id: int) -> None:
    _list(
        queries.suspicious_bars(publish_id),
        "suspicious_bars",
        "No bar is out of the ordinary.",
        ("bars", "finding", "findings", "newest (members' first)"),
        {
            "trade_date": "Session",
            "ticker": "Ticker",
            "finding": column.TextColumn("Finding", help=definition("finding")),
            "found_value": column.NumberColumn("Value", format="%.4f"),
            "is_member": column.CheckboxColumn("Member", help=definition("membership")),
        },
        alt="Bars that are legal but deserve a look",
    )


def _disagreements(publish_id: int) -> None:
    _list(
        queries.membership_disagreements(publish_id),
        "membership_disagreements",
        "The spells of membership and Wikipedia's page agree.",
        ("disagreements", "disagreement", "disagreements", "newest"),
        {
            "ticker": "Ticker",
            "event": column.TextColumn("What", help=definition("membership_event")),
            "spells_date": column.DateColumn("By the spells"),
            "page_date": column.DateColumn("By the page"),
            "days_apart": column.NumberColumn("Days apart"),
            "last_observed_on": column.DateColumn("Last list"),
            "detail": "Detail",
        },
        alt="Where the two sources of membership differ",
    )


def _list(
    rows: pd.DataFrame,
    name: str,
    nothing: str,
    counted: tuple[str, str, str, str],
    columns: dict[str, Any],
    alt: str,
) -> None:
    """List the rows under how many there are of all, or say `nothing`; for `counted` see `_of_all`."""
    if rows.empty:
        st.markdown(nothing)
        return
    st.caption(_of_all(rows, *counted))
    table(rows, name, columns, alt=alt)


def _of_all(listed: pd.DataFrame, counter: str, one: str, many: str, which: str) -> str:
    total = int(listed[counter].iloc[0])
    shown = f"; the {which} {len(listed)} are listed" if total > len(listed) else ""
    return f"{count(total, one, many)}{shown}."
