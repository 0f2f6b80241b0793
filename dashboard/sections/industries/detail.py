"""One industry over the range: its key figures and where it belongs."""

import pandas as pd
import streamlit as st

from dashboard.queries.industries import Industry
from dashboard.sections import coverage
from dashboard.widgets import links
from dashboard.widgets.definitions import definition
from dashboard.widgets.figures import Figure, row
from dashboard.widgets.tables import table
from dashboard.widgets.wording import UNKNOWN, count, day, literal, percent, share

column = st.column_config


def headline(industry: Industry) -> None:
    """Name the industry and link to its sector."""
    st.title(literal(industry.industry), anchor=False, help=definition("gics_sub_industry"))
    with st.container(horizontal=True, key="way_up"):
        links.link_sector(industry.sector)
        links.link_industries(industry.sector, f"All industries of {industry.sector}")


def key_figures(figures: pd.Series) -> None:
    """Draw what it made and risked over the range, and its members."""
    cells = [
        ("Total return", percent(figures["range_return"]), _sessions(figures), "group_return"),
        ("Volatility a day", share(figures["volatility"]), "standard deviation", "group_return"),
        ("Deepest fall", percent(figures["max_drawdown"]), "from its high", "group_return_index"),
        ("Members", _members(figures), _without_bar(figures), "members"),
    ]
    row([Figure(label, value, note, definition(block)) for label, value, note, block in cells])
    coverage.say(figures)


def standing(horizons: pd.DataFrame, industry: Industry) -> None:
    """List its returns over horizons up to the last session, and its place among all by each."""
    help_text = definition("sessions_back", "horizon_return")
    if horizons.empty:
        st.header("Where it stands", anchor=False, help=help_text)
        st.info(f"{literal(industry.industry)} has no member on the last session.")
        return
    st.header(f"As of {day(horizons['last_date'].iloc[0])}", anchor=False, help=help_text)
    st.caption(
        "Counted back from the last published session, whatever the range: places are known for that day."
    )
    table(
        horizons,
        f"standing_{industry.industry}",
        {
            "horizon": "Over",
            "total_return": column.NumberColumn(
                "Total return", format="percent", help=definition("horizon_return")
            ),
            "place": column.NumberColumn("Place", help=definition("horizon_rank")),
            "places": column.NumberColumn("of", help="Industries with a return over the horizon"),
        },
        f"Returns of {industry.industry} over several horizons",
    )


def _sessions(figures: pd.Series) -> str:
    return count(figures["sessions"], "session")


def _members(figures: pd.Series) -> str:
    return UNKNOWN if pd.isna(figures["last_members"]) else f"{figures['last_members']:.0f}"


def _without_bar(figures: pd.Series) -> str:
    if pd.isna(figures["last_session"]):
        return "none in this range"
    missing = int(figures["last_without_bar"])
    return f"on {day(figures['last_session'])}" + (f", {missing} without a price" if missing else "")
