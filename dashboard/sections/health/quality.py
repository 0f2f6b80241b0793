"""The data themselves: what is missing, what was restated, what looks odd, what the sources dispute."""

from collections.abc import Callable

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
    st.subheader("What the data lack", anchor=False, help=definition("share_complete", "gap_reason"))
    _completeness(queries.completeness(publish_id))
    lists: dict[str, Callable[[int], None]] = {
        "Gaps": _gaps,
        "Restated": _restatements,
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
    draw(members_without_price(months), "completeness", words)
    st.caption(
        f"{words} Not to be had: the provider does not know the ticker, or its series begins later. "
        "Yet to be got: a failed, refused or incomplete answer."
    )


def _gaps(publish_id: int) -> None:
    gaps = queries.gaps(publish_id)
    if gaps.empty:
        st.markdown("Every member has a price on every session.")
        return
    st.caption(_of_all(gaps, "stretches", "stretch without a price", "stretches without a price", "longest"))
    table(
        gaps.assign(why=gaps["reason"].map(reason)),
        "gaps",
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
    restated = queries.restatements(publish_id)
    if restated.empty:
        st.markdown("No provider has said anything twice and differently.")
        return
    st.caption(_of_all(restated, "restatements", "restated value", "restated values", "newest"))
    table(
        restated,
        "restatements",
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


def _suspicious_bars(publish_id: int) -> None:
    bars = queries.suspicious_bars(publish_id)
    if bars.empty:
        st.markdown("No bar is out of the ordinary.")
        return
    st.caption(_of_all(bars, "bars", "finding", "findings", "newest (members' first)"))
    table(
        bars,
        "suspicious_bars",
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
    disputed = queries.membership_disagreements(publish_id)
    if disputed.empty:
        st.markdown("The spells of membership and Wikipedia's page agree.")
        return
    st.caption(_of_all(disputed, "disagreements", "disagreement", "disagreements", "newest"))
    table(
        disputed,
        "membership_disagreements",
        {
            "ticker": "Ticker",
            "event": column.TextColumn("What", help=definition("membership_event")),
            "spells_date": column.DateColumn("By the spells"),
            "page_date": column.DateColumn("By the page"),
            "days_apart": column.NumberColumn("Days apart"),
        },
        alt="Where the two sources of membership differ",
    )


def _of_all(listed: pd.DataFrame, counter: str, one: str, many: str, which: str) -> str:
    total = int(listed[counter].iloc[0])
    shown = f"; the {which} {len(listed)} are listed" if total > len(listed) else ""
    return f"{count(total, one, many)}{shown}."
