"""Sectors: each one's path beside the index, and where it stands."""

import pandas as pd
import streamlit as st

from dashboard.frame import show
from dashboard.queries import sectors as queries
from dashboard.queries.industries import UNCLASSIFIED
from dashboard.queries.publish import available_span
from dashboard.sections import coverage
from dashboard.sections.sectors import history, summary
from dashboard.trust import Publish
from dashboard.widgets.address import choose_some, tell_unknown
from dashboard.widgets.definitions import definition
from dashboard.widgets.span import choose_span
from dashboard.widgets.wording import count, day


def render(publish: Publish) -> None:
    """Draw the page."""
    build = publish.publish_id
    st.title("Sectors", anchor=False, help=definition("gics_sector", "group_return"))
    available = available_span(build)
    span = choose_span(available) if available else None
    if span is None or (names := queries.names(build, span)).empty:
        st.info(
            "The published build holds no sector: it needs members' prices. Pipeline health shows what ran."
        )
        return
    sectors = _choose_sectors(names["gics_sector"].tolist())
    _say_who_is_in_none(names)
    coverage.say(queries.coverage(build, span, sectors[0] if len(sectors) == 1 else None))
    tell_unknown("metric", "Metric", history.MEASURES)
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
    return chosen or [name for name in names if name != UNCLASSIFIED]


def _say_who_is_in_none(names: pd.DataFrame) -> None:
    for _, rest in names[names["gics_sector"] == UNCLASSIFIED].dropna().iterrows():
        members = count(rest["members"], "member")
        st.caption(f"In no sector, for no accepted list has them: {members} on {day(rest['last_session'])}.")


show(render)
