"""Industries: their ranking over a range, and each one's path and members as of a day."""

import pandas as pd
import streamlit as st

from dashboard.frame import show
from dashboard.queries import industries as queries
from dashboard.queries.industries import Industry
from dashboard.queries.publish import available_span
from dashboard.sections import comparison
from dashboard.sections.industries import detail, members, ranking
from dashboard.trust import Publish
from dashboard.widgets.address import choose_one
from dashboard.widgets.definitions import definition
from dashboard.widgets.span import Span, choose_span
from dashboard.widgets.wording import day, literal


def render(publish: Publish) -> None:
    """Draw the page: an industry if one is chosen, else their ranking."""
    build = publish.publish_id
    available, names = available_span(build), queries.names(build)
    title = st.container()
    if available is None or names.empty:
        title.title("Industries", anchor=False)
        st.info(
            "The published build holds no industry: it needs members' prices. Pipeline health shows what ran."
        )
        return
    span = choose_span(available)
    sector, industry = _choose(names)
    if industry is not None:
        with title:
            detail.headline(industry)
        _detail(build, industry, span)
        return
    title.title("Industries", anchor=False, help=definition("gics_sub_industry", "group_return"))
    ranking.show(build, span, sector)


def _choose(names: pd.DataFrame) -> tuple[str | None, Industry | None]:
    left, right = st.columns(2)
    with left:
        sector = choose_one(
            "sector", "Sector", sorted(names["gics_sector"].unique()), placeholder="All sectors"
        )
    within = names if sector is None else names[names["gics_sector"] == sector]
    with right:
        listed = within["gics_sub_industry"].tolist()
        chosen = choose_one("industry", "Industry", listed, placeholder="All: type to find one")
    if chosen is None:
        return sector, None
    found = within.loc[within["gics_sub_industry"] == chosen, "gics_sector"]
    return sector, Industry(found.iloc[0], chosen)


def _detail(build: int, industry: Industry, span: Span) -> None:
    figures = queries.figures(build, industry, span)
    detail.key_figures(figures)
    if figures["sessions"]:
        comparison.show(build, "industry", industry.industry, industry, span)
    else:
        st.info(
            f"{literal(industry.industry)} has no known return between {day(span.start)} and "
            f"{day(span.end)}: choose a longer range."
        )
    members.show(build, industry, span)
    detail.standing(queries.standing(build, industry), industry)


show(render)
