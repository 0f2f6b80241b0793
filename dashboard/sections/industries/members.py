"""An industry's members as of a day of the reader's choice: point in time, nobody who came later."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard.queries import industries as queries
from dashboard.queries.industries import Industry
from dashboard.widgets import links
from dashboard.widgets.address import ask_day, read_day, say_unknown, write
from dashboard.widgets.definitions import definition
from dashboard.widgets.span import Span
from dashboard.widgets.tables import table
from dashboard.widgets.wording import count, day, literal, percent, reason

column = st.column_config


def show(publish_id: int, industry: Industry, span: Span) -> None:
    """List the members as of a day of the range, its last unless another is chosen; each leads to its stock.

    Args:
        publish_id: the build.
        industry: whose members.
        span: the range; the members' returns count from its start to the day.
    """
    st.header("Members", anchor=False, help=definition("membership", "gics_sub_industry"))
    as_of = _choose_day(span)
    members = queries.members(publish_id, industry, as_of, span.start)
    if members.empty:
        st.info(f"{literal(industry.industry)} had no member on {day(as_of)} or before: choose a later day.")
        return
    st.caption(literal(_summary(members, span.start)))
    table(
        members.assign(reason=members["reason"].map(reason, na_action="ignore")),
        f"members_{industry.industry}_{as_of}",
        _columns(),
        f"Members of {industry.industry}",
        opens=lambda row: links.link_stock(row["company_id"], row["ticker"]),
    )


def _choose_day(span: Span) -> date:
    """Ask for a day of the range: `?as_of=`, dropped where another range leaves it out."""
    wanted = st.query_params.get("as_of", "")
    day_of_link = read_day(wanted)
    if wanted and day_of_link is None:
        say_unknown("As of", [wanted])
    chosen = day_of_link if day_of_link and span.start <= day_of_link <= span.end else span.end
    write("as_of", None if chosen == span.end else chosen.isoformat())
    ask_day(
        "as_of",
        "As of",
        chosen,
        _write_day,
        help="The members of that day, or of the last session before it, as they were known to be then.",
    )
    return chosen


def _write_day() -> None:
    write("as_of", st.session_state["as_of"])


def _summary(members: pd.DataFrame, start: date) -> str:
    session = members["session"].iloc[0]
    known = members.dropna(subset=["range_return"])
    parts = [f"{count(len(members), 'member')} on {day(session)}."]
    if len(known) > 1:
        ends = [
            f"{row['ticker']} {percent(row['range_return'], 1)}" for _, row in known.iloc[[0, -1]].iterrows()
        ]
        parts.append(f"From {day(start)} to then best {ends[0]}, worst {ends[1]}.")
    return " ".join(parts)


def _columns() -> dict[str, object]:
    return {
        "ticker": column.TextColumn("Ticker", help="On that day"),
        "company_name": "Name",
        "range_return": column.NumberColumn(
            "Total return", format="percent", help="From the start of the range to that day"
        ),
        "close": column.NumberColumn("Close", format="dollar", help=definition("as_traded")),
        "total_return": column.NumberColumn(
            "That session", format="percent", help=definition("total_return")
        ),
        "volatility_7d": column.NumberColumn(
            "Volatility, 7 sessions", format="percent", help=definition("volatility_7d")
        ),
        "volume": column.NumberColumn("Volume", format="compact", help=definition("volume")),
        "reason": column.TextColumn("Why no price", help=definition("gap_reason")),
    }
