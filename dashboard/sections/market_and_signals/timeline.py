"""The index and what surrounded it, panel by panel on one time axis."""

import streamlit as st

from dashboard.charts.panels import time_panels
from dashboard.charts.series import INDICATORS, SERIES, sources_of
from dashboard.charts.shading import shaded
from dashboard.charts.theme import draw
from dashboard.events import in_words
from dashboard.queries import signals as queries
from dashboard.widgets.address import tell_unknown
from dashboard.widgets.definitions import definition
from dashboard.widgets.span import Span
from dashboard.widgets.wording import between, day

# The market first, then what is nearest to it; the models list indicators the other way round.
PANELS = ["index_close", "volatility_7d", *reversed(INDICATORS)]
PANELS.insert(PANELS.index("news_share") + 1, "trends_interest")
SELDOM = {"policy_uncertainty", "attention_views", "trends_interest", "nyc_cloud_cover_pct"}


def show(publish_id: int, span: Span) -> None:
    """Draw the chosen panels over the range."""
    st.header("On one time axis", anchor=False, help=definition("alignment"))
    tell_unknown("panels", "Panels", [SERIES[key].name for key in PANELS])
    chosen = st.pills(
        "Panels",
        PANELS,
        selection_mode="multi",
        default=[key for key in PANELS if key not in SELDOM],
        format_func=lambda key: SERIES[key].name,
        key="panels",
        wrap=True,
        bind="query-params",
    )
    panels = [key for key in PANELS if key in chosen]
    if not panels:
        st.info("Choose at least one panel.", icon=":material/stacked_line_chart:")
        return
    timeline = queries.timeline(publish_id, span)
    if timeline.empty:
        st.info(f"No session between {day(span.start)} and {day(span.end)}: choose a longer range.")
        return
    known = [key for key in panels if timeline[key].notna().any()]
    named = ", ".join(SERIES[key].name for key in known)
    if known:
        figure = shaded(time_panels(timeline, known), span.start, span.end)
        read = _reading(len(timeline), int(timeline["step"].iloc[0]))
        caption = f"{read} {in_words(span.start, span.end)}".rstrip()
        draw(figure, "panels", f"{named} from {between(span.start, span.end)}", sources_of(known), caption)
    if len(known) < len(panels):
        unknown = [SERIES[key].name for key in panels if key not in known]
        st.caption(f"Unknown throughout this range: {', '.join(unknown)}.")
    with st.expander("What each panel is"):
        st.markdown("\n".join(f"- **{SERIES[key].name}**: {definition(SERIES[key].docs)}" for key in panels))


def _reading(sessions: int, step: int) -> str:
    thinned = f"every {step}th session is drawn" if step > 1 else f"{sessions:,} sessions"
    return (
        f"Each panel has its own scale; {thinned}. Weather, mood and policy uncertainty are what had "
        "happened before the session opened; the index, its volatility and VIX are the session's own."
    )
