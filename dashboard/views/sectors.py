"""Sectors: each one's path beside the index, and where it stands."""

import streamlit as st

from dashboard.frame import show
from dashboard.queries import sectors as queries
from dashboard.queries.publish import available_span
from dashboard.sections.sectors import history, summary
from dashboard.trust import Publish
from dashboard.widgets.address import choose_some
from dashboard.widgets.definitions import definition
from dashboard.widgets.span import choose_span


def render(publish: Publish) -> None:
    """Draw the page."""
    build = publish.publish_id
    st.title("Sectors", anchor=False, help=definition("gics_sector", "group_return"))
    available, names = available_span(build), queries.names(build)
    if available is None or names.empty:
        st.info(
            "The published build holds no sector: it needs members' prices. Pipeline health shows what ran."
        )
        return
    span = choose_span(available)
    sectors = _choose_sectors(names["gics_sector"].tolist())
    metric = st.segmented_control(
        "Metric",
        list(history.MEASURES),
        default="Cumulative return",
        required=True,
        key="metric",
        wrap=True,
        bind="query-params",
    )
    history.show(build, span, sectors, metric or "Cumulative return")
    summary.show(build, sectors)
    summary.link_industries(sectors)


def _choose_sectors(names: list[str]) -> list[str]:
    chosen = choose_some(
        "sector", "Sectors", names, placeholder="All sectors", help="None chosen shows them all."
    )
    return chosen or names


show(render)
