"""Market and signals: the index beside weather, mood and uncertainty, and what goes with what."""

import streamlit as st

from dashboard.charts.series import INDICATORS, name_of
from dashboard.frame import show
from dashboard.queries import signals as queries
from dashboard.queries.publish import available_span
from dashboard.queries.signals import Pair
from dashboard.sections import freshness
from dashboard.sections.market_and_signals import matrix, pair, timeline, weather
from dashboard.trust import Publish
from dashboard.widgets.address import tell_unknown
from dashboard.widgets.definitions import definition
from dashboard.widgets.kind import choose_kind
from dashboard.widgets.span import Span, choose_span


def render(publish: Publish) -> None:
    """Draw the page."""
    build = publish.publish_id
    st.title("Market and signals", anchor=False)
    available = available_span(build)
    if available is None:
        st.info("The published build holds no session of the index. Run the pipeline over a longer range.")
        return
    st.markdown("What surrounded the market, and whether the market went with it.")
    freshness.warn_of_silence(build)
    span = choose_span(available)
    timeline.show(build, span)
    weather.show(build, span)
    _correlations(build, span)


def _correlations(build: int, span: Span) -> None:
    st.header("What goes with the market", anchor=False, help=definition("correlation_q", "n_eff"))
    kind = choose_kind()
    pairs = queries.market_correlations(build, kind)
    if pairs.empty:
        st.info("No correlation is published yet: they need an index and an indicator over 30 sessions.")
        return
    matrix.show(pairs, kind)
    tell_unknown("target", "Target", map(name_of, queries.market_correlations(build, "change")["target"]))
    chosen = _choose_pair(pairs["target"].unique().tolist(), kind)
    points, lags = st.columns(2, gap="large")
    with points:
        pair.scatter(build, chosen, span)
    with lags:
        pair.lead_lag(build, chosen)
    help_text = definition("correlation_r", "n_eff", "correlation_interval")
    st.header("Does it last?", anchor=False, help=help_text)
    pair.rolling(build, chosen, span)


def _choose_pair(targets: list[str], kind: str) -> Pair:
    st.header("One pair, closely", anchor=False)
    tell_unknown("indicator", "Indicator", map(name_of, INDICATORS))
    left, right = st.columns(2)
    target = left.selectbox(
        "Target",
        targets,
        format_func=name_of,
        key="target",
        help=definition("signal_target"),
        bind="query-params",
    )
    indicator = right.selectbox(
        "Indicator",
        list(INDICATORS),
        index=list(INDICATORS).index("depression_index"),
        format_func=name_of,
        key="indicator",
        help=definition("signal_indicator"),
        bind="query-params",
    )
    return Pair(target, indicator, kind)


show(render)
