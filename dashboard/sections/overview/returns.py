"""Returns over the reader's range: all sectors, and the industries at both ends."""

import pandas as pd
import streamlit as st

from dashboard.charts import overview as charts
from dashboard.charts.theme import draw
from dashboard.queries import overview as queries
from dashboard.queries.industries import UNCLASSIFIED, Industry
from dashboard.widgets.definitions import definition
from dashboard.widgets.links import link_industry, link_sector
from dashboard.widgets.span import Span
from dashboard.widgets.tables import table
from dashboard.widgets.wording import day, percent

column = st.column_config


def sectors(publish_id: int, span: Span) -> None:
    """Draw the sectors' returns, and their returns against their risk, with the numbers."""
    performance = queries.sector_performance(publish_id, span)
    known = performance.dropna(subset=["range_return"])
    if known.empty:
        st.info("No sector has a known return in this range.")
        return
    summary = _summary(classified(performance), span)
    bars, scatter = st.columns(2, gap="large")
    with bars:
        st.subheader(
            "Sector returns",
            anchor=False,
            help=definition("group_return", "group_return_index"),
        )
        draw(charts.sector_bars(performance), "sectors", summary)
    with scatter:
        st.subheader(
            "Risk and return",
            anchor=False,
            help="Daily, not annualised; larger circles have more members. The index is without dividends.",
        )
        index = queries.index_performance(publish_id, span)
        draw(charts.risk_return(performance, index), "risk_return", "Volatility and return of each sector")
    st.caption(summary)
    with st.container(horizontal=True, gap=None):
        for sector in sorted(performance["gics_sector"]):
            link_sector(sector)
    with st.expander("The numbers"):
        _sector_table(performance, span)


def industries(publish_id: int, span: Span) -> None:
    """List the best and the worst industries side by side."""
    extremes = queries.industry_extremes(publish_id, span)
    if extremes.empty:
        return
    st.subheader(
        "Leaders and laggards",
        anchor=False,
        help=f"The ends of {extremes['places'].iloc[0]} GICS sub-industries over the range. "
        f"Mind n: an industry of one is one company.\n\n{definition('group_return_index')}",
    )
    leaders, laggards = st.columns(2, gap="large")
    with leaders:
        _industry_table("Leaders", extremes[extremes["is_leader"]], span)
    with laggards:
        _industry_table("Laggards", extremes[~extremes["is_leader"]].iloc[::-1], span)


def classified(performance: pd.DataFrame) -> pd.DataFrame:
    """Keep the sectors with a known return; what nobody has classified is no sector."""
    return performance[performance["gics_sector"] != UNCLASSIFIED].dropna(subset=["range_return"])


def _summary(known: pd.DataFrame, span: Span) -> str:
    if known.empty:
        return f"No classified sector has a known return, {day(span.start)} to {day(span.end)}."
    best, worst = known.iloc[0], known.iloc[-1]
    ends = [f"{sector['gics_sector']} {percent(sector['range_return'])}" for sector in (best, worst)]
    return f"Best {ends[0]}, worst {ends[1]}, {day(span.start)} to {day(span.end)}."


def _sector_table(performance: pd.DataFrame, span: Span) -> None:
    table(
        performance,
        f"sectors_{span.start}_{span.end}",
        {
            "gics_sector": "Sector",
            "members": column.NumberColumn("Members", help="On the last session of the range"),
            "sessions": column.NumberColumn("Sessions", help="With a known return"),
            "range_return": column.NumberColumn("Total return", format="percent"),
            "volatility": column.NumberColumn("Volatility a day", format="percent"),
        },
    )


def _industry_table(title: str, industries: pd.DataFrame, span: Span) -> None:
    st.markdown(f"**{title}**")
    table(
        industries,
        f"{title.lower()}_{span.start}_{span.end}",
        {
            "gics_sub_industry": "Industry",
            "members": column.NumberColumn("n", help="Members on its last session of the range"),
            "range_return": column.NumberColumn("Total return", format="percent"),
            "points": column.LineChartColumn("Path", help="Compounded total return over the range"),
            "gics_sector": "Sector",
        },
        alt=f"{title} among the industries, best or worst first",
    )
    with st.container(horizontal=True, gap=None):
        for sector, name in industries[["gics_sector", "gics_sub_industry"]].itertuples(index=False):
            link_industry(Industry(sector, name))
