"""Where to begin when no company is chosen: what moved most on the last session."""

import pandas as pd
import streamlit as st

from dashboard.queries import stocks as queries
from dashboard.widgets import links
from dashboard.widgets.definitions import definition
from dashboard.widgets.tables import table
from dashboard.widgets.wording import day

column = st.column_config


def show(publish_id: int) -> None:
    """List the members that gained and lost most; a selected row leads to the stock."""
    movers = queries.movers(publish_id)
    if movers.empty:
        st.info("No member has a known return on the last session. Search for a company above.")
        return
    st.header("Largest moves of the last session", anchor=False, help=definition("total_return"))
    st.caption(f"{day(movers['trade_date'].iloc[0])}. Search above for any other.")
    gained, lost = st.columns(2, gap="large")
    with gained:
        _list("Up most", movers[movers["is_gainer"]])
    with lost:
        _list("Down most", movers[~movers["is_gainer"]].iloc[::-1])


def _list(title: str, movers: pd.DataFrame) -> None:
    if movers.empty:
        return
    st.markdown(f"**{title}**")
    table(
        movers,
        title.lower().replace(" ", "_"),
        {
            "ticker": "Ticker",
            "company_name": "Name",
            "total_return": column.NumberColumn("Total return", format="percent"),
            "close": column.NumberColumn("Close", format="dollar", help=definition("as_traded")),
            "gics_sub_industry": "Industry",
        },
        opens=lambda row: links.link_stock(row["company_id"], row["ticker"]),
    )
