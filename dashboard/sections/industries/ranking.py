"""All industries over the range: how far they spread, and their ranking with the way to each."""

import pandas as pd
import streamlit as st

from dashboard.charts import industries as charts
from dashboard.charts.theme import draw
from dashboard.queries import industries as queries
from dashboard.queries import sectors
from dashboard.queries.industries import Industry
from dashboard.sections import coverage
from dashboard.sections.coverage import PRICED
from dashboard.widgets import links
from dashboard.widgets.address import search_industries
from dashboard.widgets.definitions import definition
from dashboard.widgets.span import Span
from dashboard.widgets.tables import table
from dashboard.widgets.wording import between, count, literal, percent

column = st.column_config


def show(publish_id: int, span: Span, sector: str | None) -> None:
    """Draw and list the industries of a sector, or of all."""
    search = search_industries()
    ranking = queries.ranking(publish_id, span, sector, search)
    if ranking.empty:
        _say_nothing_found(span, sector, search)
        return
    coverage.say(sectors.coverage(publish_id, span, sector))
    unclassified = ranking["gics_sub_industry"] == queries.UNCLASSIFIED
    placed, partly = ranking.dropna(subset=["place"]), ranking[ranking["place"].isna() & ~unclassified]
    summary = _summary(placed, span)
    others = literal(" ".join([*_partly(partly), *_unplaced(ranking[unclassified])]))
    if placed.empty:
        st.info(f"{literal(summary)} {others}")
    else:
        st.header("How far industries spread", anchor=False, help=definition("group_return"))
        caption = f"{literal(summary)} Each dot is an industry, the larger the more members."
        draw(charts.spread(placed), "spread", summary, caption=caption)
        if others:
            st.caption(others)
    if placed.empty and partly.empty:
        return
    st.header("Ranking", anchor=False, help=definition("group_return_index"))
    st.caption("Mind n: an industry of one is one company.")
    table(
        queries.with_paths(publish_id, span, pd.concat([placed, partly])),
        f"industries_{span.start}_{span.end}",
        _columns(),
        "Industries by their total return over the range",
        opens=lambda row: links.link_industry(Industry(row["gics_sector"], row["gics_sub_industry"])),
    )


def _say_nothing_found(span: Span, sector: str | None, search: str) -> None:
    if search:
        where = f" in {sector}" if sector else ""
        st.info(f"No industry{where} has '{literal(search)}' in its name. Try fewer letters.")
        return
    st.info(f"No industry has a known return from {between(span.start, span.end)}: choose a longer range.")


def _partly(partly: pd.DataFrame) -> list[str]:
    known = "known for a part of the range only, are listed last, without a place"
    return [f"{count(len(partly), 'industry', 'industries')}, {known}."] if len(partly) else []


def _unplaced(unplaced: pd.DataFrame) -> list[str]:
    named = [
        f"{row['gics_sector']} ({count(row['members'], 'member')}, {percent(row['range_return'], 1)})"
        for _, row in unplaced.iterrows()
    ]
    return [f"In no industry, for no list or standard has theirs: {', '.join(named)}."] if named else []


def _summary(placed: pd.DataFrame, span: Span) -> str:
    if placed.empty:
        return f"No industry has a return of the whole range, {between(span.start, span.end)}."
    best, worst = placed.iloc[0], placed.iloc[-1]
    listed = count(len(placed), "industry", "industries")
    ends = [f"{row['gics_sub_industry']} {percent(row['range_return'], 1)}" for row in (best, worst)]
    return f"{listed}, {between(span.start, span.end)}: best {ends[0]}, worst {ends[1]}."


def _columns() -> dict[str, object]:
    return {
        "place": column.NumberColumn("Place", help="Among all industries, whatever is searched for"),
        "gics_sub_industry": "Industry",
        "members": column.NumberColumn("n", help=definition("members")),
        "range_return": column.NumberColumn("Total return", format="percent"),
        "points": column.LineChartColumn("Path", help="Compounded total return over the range"),
        "volatility": column.NumberColumn("Volatility a day", format="percent"),
        "gics_sector": "Sector",
        "priced": column.NumberColumn("With a price", format="%.0f", help=PRICED),
        "sessions": column.NumberColumn("Sessions", help="With a known return"),
    }
