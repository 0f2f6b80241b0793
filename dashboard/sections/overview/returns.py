"""Returns over the reader's range: all sectors, and the industries at both ends."""

import pandas as pd
import streamlit as st

from dashboard.charts import overview as charts
from dashboard.charts.theme import draw
from dashboard.queries import overview as queries
from dashboard.queries import sectors as group_queries
from dashboard.queries.industries import UNCLASSIFIED, Industry, ranking, with_paths
from dashboard.queries.sectors import AVERAGE, INDEX
from dashboard.sections import coverage
from dashboard.sections.coverage import PRICED
from dashboard.widgets.definitions import definition
from dashboard.widgets.links import link_industry, link_sector
from dashboard.widgets.span import Span
from dashboard.widgets.tables import table
from dashboard.widgets.wording import between, count, literal, percent

EACH = 5  # leaders and laggards
column = st.column_config


def sectors(publish_id: int, span: Span) -> None:
    """Draw the sectors' returns, and their returns against their risk, with the numbers."""
    performance = queries.sector_performance(publish_id, span)
    if performance["range_return"].isna().all():
        st.info("No sector has a known return in this range.")
        return
    named = classified(performance)
    placed, partly = named[named["is_whole"]], _partly(named[~named["is_whole"]])
    market = queries.market_performance(publish_id, span).assign(
        gics_sector=lambda lines: lines["line"].map({"index": INDEX, "members": AVERAGE})
    )
    summary = _summary(placed, span)
    coverage.say(group_queries.coverage(publish_id, span))
    bars, scatter = st.columns(2, gap="large")
    with bars:
        st.header(
            "Sector returns",
            anchor=False,
            help=definition("group_return", "group_return_index"),
        )
        caption = " ".join([*_beside(market), *partly])
        draw(charts.sector_bars(placed, market), "sectors", summary, caption=caption)
    with scatter:
        st.header(
            "Risk and return",
            anchor=False,
            help="Daily, not annualised. The index is weighted by size and without dividends; "
            "the average member is what the equal-weighted sectors are like.",
        )
        _risk_return(placed, market, span, partly)
    st.caption(" ".join([literal(summary), *_unclassified(performance)]))
    with st.container(horizontal=True, gap=None):
        for sector in sorted(set(performance["gics_sector"]) - {UNCLASSIFIED}):
            link_sector(sector)
    with st.expander("The numbers"):
        _sector_table(pd.concat([named.drop(columns="is_whole"), market.drop(columns="line")]), span)


def _risk_return(placed: pd.DataFrame, market: pd.DataFrame, span: Span, partly: list[str]) -> None:
    if placed["volatility"].isna().all():
        st.info("A volatility needs two returns: choose a longer range.")
        return
    caption = [
        f"{between(span.start, span.end)}.",
        "Circles: sectors, the larger the more members; diamonds: the market.",
        *partly,
    ]
    figure = charts.risk_return(placed, market)
    draw(figure, "risk_return", "Volatility and return of each sector", caption=" ".join(caption))


def industries(publish_id: int, span: Span) -> None:
    """List the best and the worst industries side by side."""
    ranked = ranking(publish_id, span, None, "").dropna(subset=["place"])
    if ranked.empty:
        return
    leaders, laggards = (with_paths(publish_id, span, ends) for ends in extremes(ranked))
    st.header(
        "Leaders and laggards",
        anchor=False,
        help=f"The ends of {len(ranked)} GICS sub-industries over the range. "
        f"Mind n: an industry of one is one company.\n\n{definition('group_return_index')}",
    )
    left, right = st.columns(2, gap="large")
    with left:
        _industry_table("Leaders", leaders, span)
    with right:
        _industry_table("Laggards", laggards, span)


def extremes(ranked: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take the EACH best, the best first, and the EACH worst, the worst first, none of them twice."""
    leaders = ranked.head(min(EACH, (len(ranked) + 1) // 2))
    return leaders, ranked.iloc[::-1].head(min(EACH, len(ranked) // 2))


def classified(performance: pd.DataFrame) -> pd.DataFrame:
    """Keep the sectors with a known return; what nobody has classified is no sector."""
    return performance[performance["gics_sector"] != UNCLASSIFIED].dropna(subset=["range_return"])


def _summary(known: pd.DataFrame, span: Span) -> str:
    if known.empty:
        return f"No sector has a return of the whole range, {between(span.start, span.end)}."
    best, worst = known.iloc[0], known.iloc[-1]
    ends = [f"{sector['gics_sector']} {percent(sector['range_return'])}" for sector in (best, worst)]
    return f"Total return, {between(span.start, span.end)}: best {ends[0]}, worst {ends[1]}."


def _beside(market: pd.DataFrame) -> list[str]:
    lines = zip(("Dotted", "Dashed"), market["gics_sector"], market["range_return"], strict=True)
    return [f"{look}: {literal(name)}, {percent(made)}." for look, name, made in lines]


def _partly(sectors: pd.DataFrame) -> list[str]:
    named = [
        f"{literal(row['gics_sector'])} ({count(row['sessions'], 'session')}, {percent(row['range_return'])})"
        for _, row in sectors.iterrows()
    ]
    return [f"Not ranked, as known for a part of the range only: {', '.join(named)}."] if named else []


def _unclassified(performance: pd.DataFrame) -> list[str]:
    rest = performance[performance["gics_sector"] == UNCLASSIFIED]
    return [
        f"In no sector, for no accepted list has them: {count(row['members'], 'member')}, "
        f"{percent(row['range_return'])}."
        for _, row in rest.iterrows()
    ]


def _sector_table(performance: pd.DataFrame, span: Span) -> None:
    table(
        performance,
        f"sectors_{span.start}_{span.end}",
        {
            "gics_sector": "Sector",
            "members": column.NumberColumn("Members", help="On the last session of the range"),
            "priced": column.NumberColumn("With a price", format="%.0f", help=PRICED),
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
