"""Who the company is, and what it made and risked over the range."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard.queries.industries import UNCLASSIFIED, Industry
from dashboard.widgets import links
from dashboard.widgets.definitions import definition
from dashboard.widgets.figures import Figure, row
from dashboard.widgets.wording import UNKNOWN, count, day, literal, number, percent, share

SEAT = {
    "company_name": "name was",
    "ticker": "ticker",
    "gics_sector": "sector",
    "gics_sub_industry": "industry",
}


def name(company: pd.Series | None) -> None:
    """Name the page's company, if there is one, and what it was called."""
    title = "Stocks" if company is None else literal(_called(company))
    st.title(title, anchor=False, help=definition("company_id"))
    if company is not None:
        st.caption(literal(" · ".join(_facts(company))))


def seat(company: pd.Series, versions: pd.DataFrame, day_of_range: date) -> pd.Series:
    """Link to its groups of the range's last day, and return the company as a member of these."""
    then = _as_of(versions, day_of_range)
    changed = [f"{words} {then[key]}" for key, words in SEAT.items() if _differs(then[key], company[key])]
    if changed:
        st.caption(literal(f"On {day(day_of_range)} its {', its '.join(changed)}."))
    known = company.copy()
    known[["gics_sector", "gics_sub_industry"]] = then[["gics_sector", "gics_sub_industry"]]
    if known["gics_sector"] == UNCLASSIFIED:
        st.caption("No accepted list of members ever had it: its sector and industry are unknown.")
        return known
    with st.container(horizontal=True, key="way_up"):
        links.link_sector(known["gics_sector"])
        links.link_industry(Industry(known["gics_sector"], known["gics_sub_industry"]))
    return known


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
    row([Figure(label, value, note, definition(block)) for label, value, note, block in cells])


def _as_of(versions: pd.DataFrame, day_of_range: date) -> pd.Series:
    """Take the version of the day, or the first, if it was no member yet; `versions` has the newest first."""
    begun = versions[versions["valid_from"] <= day_of_range]
    return begun.iloc[0] if len(begun) else versions.iloc[-1]


def _called(company: pd.Series) -> str:
    known = company["company_name"]
    return known if isinstance(known, str) else str(company["ticker"])


def _differs(then: object, now: object) -> bool:
    return isinstance(then, str) and then != now


def _facts(company: pd.Series) -> list[str]:
    facts = [company["ticker"]]
    former = [*(company["former_tickers"] or []), *(company["former_names"] or [])]
    if former:
        facts.append(f"formerly {', '.join(former)}")
    if isinstance(company["headquarters"], str):
        facts.append(f"headquarters now in {company['headquarters']}")
    if isinstance(company["cik"], str):
        facts.append(f"CIK {company['cik']}")
    return facts


def _dollars(close: float | None) -> str:
    return UNKNOWN if pd.isna(close) else f"${number(close, 2)}"
