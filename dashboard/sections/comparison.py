"""A stock or an industry beside the groups that it belongs to and the index, over the range."""

import pandas as pd
import streamlit as st

from dashboard.charts import comparison as charts
from dashboard.charts.shading import shaded
from dashboard.charts.theme import draw
from dashboard.events import in_words
from dashboard.queries import comparison as queries
from dashboard.queries.comparison import Subject
from dashboard.queries.industries import UNCLASSIFIED, Industry
from dashboard.queries.sectors import AVERAGE, INDEX
from dashboard.widgets.definitions import definition
from dashboard.widgets.span import Span, period_of
from dashboard.widgets.tables import table
from dashboard.widgets.wording import day, literal, number

MOST_POINTS = 1500  # five lines of so many
column = st.column_config


def show(
    publish_id: int,
    subject: Subject,
    name: str,
    industry: Industry,
    span: Span,
    company_id: str | None = None,
) -> None:
    """Draw the lines; a subject that nobody has classified is compared with the market only."""
    groups = {"sector": industry.sector, "industry": industry.industry}
    known = {kind: group for kind, group in groups.items() if group != UNCLASSIFIED or subject == kind}
    names = {**known, "members": AVERAGE, "index": INDEX, subject: name}
    lines = queries.rebased(
        publish_id,
        subject,
        span,
        period_of(span, MOST_POINTS),
        known.get("sector") or (industry.sector if subject == "industry" else None),
        known.get("industry"),
        company_id,
    )
    st.header("Beside its groups and the index", anchor=False, help=definition("group_return_index"))
    lines = lines[lines["line"].isin(names)]
    if (lines["line"] == subject).sum() < 2:
        st.info("There are not two sessions to compare in this range: choose a longer one.")
        return
    ends = lines.groupby("line").last()["value"]
    starts = lines.groupby("line")["trade_date"].first()
    late = starts[starts > starts[subject]]
    begins = [f"{names[str(kind)]} on {day(start)}" for kind, start in late.items()]
    later = f" ({literal(', '.join(begins))}: nothing of it is known before)" if begins else ""
    words = ", ".join(
        f"{names[kind]} {number(ends[kind])}" for kind in ends.sort_values(ascending=False).index
    )
    figure = shaded(charts.rebased(lines, names, subject), span.start, span.end)
    caption = (
        f"All are 100 on {day(starts[subject])}{later}; on {day(lines['trade_date'].max())}: "
        f"{literal(words)}. Dividends count, except in the index, which is weighted by size; "
        "groups and the average member are equal-weighted. " + in_words(span.start, span.end)
    )
    draw(figure, "comparison", f"Indexed total returns: {words}", caption=caption)
    with st.expander("The numbers"):
        _numbers(lines.assign(name=lines["line"].map(names)), f"{name}_{span.start}_{span.end}")


def _numbers(lines: pd.DataFrame, name: str) -> None:
    table(
        lines,
        f"comparison_{name}",
        {"trade_date": "Session", "name": "Line", "value": column.NumberColumn("Value", format="%.2f")},
    )
