"""Mood: the depression index beside volatility, and how the market behaved at each of its levels."""

import streamlit as st

from dashboard.frame import show
from dashboard.queries import mood, signals
from dashboard.queries.publish import available_span
from dashboard.queries.signals import Pair
from dashboard.sections import freshness
from dashboard.sections.market_and_signals import pair
from dashboard.sections.mood import difference, history, levels
from dashboard.trust import Publish
from dashboard.widgets.definitions import definition
from dashboard.widgets.kind import choose_kind
from dashboard.widgets.span import Span, choose_span
from dashboard.widgets.wording import between, day


def render(publish: Publish) -> None:
    """Draw the page."""
    build = publish.publish_id
    st.title("Mood", anchor=False)
    available = available_span(build)
    if available is None:
        st.info("The published build holds no session of the index. Run the pipeline over a longer range.")
        return
    st.markdown(
        "Does the market move differently while people read more about depression? The depression index "
        "compares a week's attention with the year before; it measures interest, not illness."
    )
    freshness.warn_of_silence(build, ["depression_index", "index_close"])
    _range(build, choose_span(available))


def _range(build: int, span: Span) -> None:
    timeline, known = signals.timeline(build, span), mood.known_days(build)
    if known is None or timeline["depression_index"].notna().sum() == 0:
        there = f"; it is from {between(known.start, known.end)}" if known else ", nor on any other day"
        st.info(
            f"No depression index is known between {day(span.start)} and {day(span.end)}{there}. It needs "
            "90 days of Wikipedia attention before."
        )
        return
    history.show(timeline, known)
    levels.show(build, span)
    difference.show(build, span)
    st.header("Volatility with the depression index", anchor=False, help=definition("correlation_r", "n_eff"))
    pair.rolling(build, Pair("index_volatility", "depression_index", choose_kind()), span)


show(render)
