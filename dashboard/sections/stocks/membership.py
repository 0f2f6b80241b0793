"""When the company was a member, under which names, and why a member has no price."""

import pandas as pd
import streamlit as st

from dashboard.queries import stocks as queries
from dashboard.widgets.definitions import definition
from dashboard.widgets.tables import table
from dashboard.widgets.wording import count, day, reason

column = st.column_config


def show(publish_id: int, company: pd.Series) -> None:
    """Say and list the memberships, the gaps in the prices, and the names over time."""
    company_id, ticker = company["company_id"], company["address"]
    st.header("Membership", anchor=False, help=definition("membership"))
    stretches = queries.membership(publish_id, company_id)
    st.markdown(sentence(company, stretches))
    st.caption("Its whole history, whatever the range above.")
    _list_gaps(queries.gaps(publish_id, company_id), ticker)
    versions = queries.versions(publish_id, company_id)
    with st.expander(f"Names, tickers and classification: {count(len(versions), 'version')}"):
        _list_versions(versions, ticker)


def sentence(company: pd.Series, stretches: pd.DataFrame) -> str:
    """Tell the stretches of membership within the published sessions."""
    if stretches.empty:
        return (
            f"A member from {day(company['joined_on'])}, but on no session that is published: "
            "it left the index before they begin, or joined after they end."
        )
    return " ".join(_stretch(stretch, company) for _, stretch in stretches.iterrows())


def _stretch(stretch: pd.Series, company: pd.Series) -> str:
    first = stretch["first_session"]
    since = company["joined_on"] if stretch["is_from_the_start"] else first
    unknown = stretch["is_from_the_start"] and (since == first or company["is_in_the_first_list"])
    begin = f"**{day(since)}**" + (" or before" if unknown else "")
    if stretch["is_to_the_end"]:
        return f"A member since {begin}."
    return f"A member from {begin} to **{day(stretch['last_session'])}**."


def _list_gaps(gaps: pd.DataFrame, ticker: str) -> None:
    if gaps.empty:
        st.caption("Every session of its membership that was asked for has a price.")
        return
    sessions = count(int(gaps["sessions"].sum()), "session")
    st.markdown(f"**Without a price** on {sessions} of its membership")
    table(
        gaps.assign(reason=gaps["reason"].map(reason)),
        f"gaps_{ticker}",
        {
            "first_session": "From",
            "last_session": "To",
            "sessions": column.NumberColumn("Sessions"),
            "reason": column.TextColumn("Why", help=definition("gap_reason")),
            "ticker": column.TextColumn("Asked as"),
        },
    )


def _list_versions(versions: pd.DataFrame, ticker: str) -> None:
    table(
        versions,
        f"versions_{ticker}",
        {
            "valid_from": column.DateColumn("From", help=definition("valid_from")),
            "valid_to": column.DateColumn("Until", help=definition("valid_to")),
            "ticker": "Ticker",
            "company_name": "Name",
            "gics_sector": "Sector",
            "gics_sub_industry": "Industry",
        },
    )
