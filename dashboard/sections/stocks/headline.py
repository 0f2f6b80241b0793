"""Who the company is, and what it made and risked over the range."""

import pandas as pd
import streamlit as st

from dashboard.queries.industries import UNCLASSIFIED, Industry
from dashboard.widgets import links
from dashboard.widgets.definitions import definition
from dashboard.widgets.figures import places
from dashboard.widgets.wording import UNKNOWN, count, day, number, percent, share


def show(company: pd.Series) -> None:
    """Name the company and link to its sector and industry."""
    name = company["company_name"]
    st.title(
        name if isinstance(name, str) else company["ticker"], anchor=False, help=definition("company_id")
    )
    st.caption(" · ".join(_facts(company)))
    if company["gics_sector"] == UNCLASSIFIED:
        st.caption("No accepted list of members ever had it: its sector and industry are unknown.")
        return
    with st.container(horizontal=True):
        links.link_sector(company["gics_sector"])
        links.link_industry(Industry(company["gics_sector"], company["gics_sub_industry"]))


def key_figures(figures: pd.Series) -> None:
    """Draw the last close and the measures of the range."""
    last = figures["last_session"]
    cells = [
        ("Close", _dollars(figures["close"]), f"on {day(last)}" if last else None, "as_traded"),
        (
            "Total return",
            percent(figures["range_return"]),
            count(figures["sessions"], "session"),
            "total_return",
        ),
        ("Volatility a day", share(figures["volatility"]), "standard deviation", "total_return"),
        ("Deepest fall", percent(figures["max_drawdown"]), "from its high", "return_index"),
    ]
    for place, (label, value, note, block) in zip(places("stock", 4), cells, strict=True):
        place.metric(
            label,
            value,
            note,
            delta_color="gray",
            delta_arrow="off",
            border=True,
            help=definition(block),
        )


def _facts(company: pd.Series) -> list[str]:
    facts = [company["ticker"]]
    former = [*(company["former_tickers"] or []), *(company["former_names"] or [])]
    if former:
        facts.append(f"formerly {', '.join(former)}")
    if isinstance(company["headquarters"], str):
        facts.append(company["headquarters"])
    if isinstance(company["cik"], str):
        facts.append(f"CIK {company['cik']}")
    return facts


def _dollars(close: float | None) -> str:
    return UNKNOWN if pd.isna(close) else f"${number(close, 2)}"
