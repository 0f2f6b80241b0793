"""Overview: where the market, its sectors, its mood and its weather stand, and how fresh that is."""

import streamlit as st

from dashboard.charts import overview as charts
from dashboard.charts.series import sources_of
from dashboard.charts.shading import shaded
from dashboard.charts.theme import draw
from dashboard.events import in_words
from dashboard.frame import show
from dashboard.queries import overview as queries
from dashboard.queries.publish import available_span
from dashboard.sections import freshness
from dashboard.sections.overview import answer, headline, key_figures, returns, standing
from dashboard.trust import Publish
from dashboard.widgets.definitions import definition
from dashboard.widgets.span import Span, choose_span
from dashboard.widgets.wording import between, day


def render(publish: Publish) -> None:
    """Draw the page."""
    build = publish.publish_id
    available = available_span(build)
    if available is None:
        st.title("No session yet", anchor=False)
        st.markdown(
            "The published build holds no session of the index. Run the pipeline over a longer range."
        )
        return
    headline.show(build, available.end)
    freshness.warn_of_silence(build)
    answer.show(build)
    key_figures.show(build)
    changes, now = st.columns([3, 2], gap="large")
    with changes:
        standing.changes(build)
    with now:
        standing.now(build)
    _range(build, choose_span(available))
    freshness.show(freshness.sources(publish))
    st.caption("Of the published build, whatever the range above.")


def _range(build: int, span: Span) -> None:
    market = queries.market_series(build, span)
    if market.empty:
        st.info(f"No session between {day(span.start)} and {day(span.end)}: choose a longer range.")
        return
    st.header(
        "The market, its mood and its weather",
        anchor=False,
        help=definition("depression_index", "rainfall_mm", "alignment"),
    )
    alt = f"S&P 500, depression index and rainfall from {between(span.start, span.end)}"
    figure = shaded(charts.market_panels(market), span.start, span.end)
    draw(
        figure,
        "market",
        alt,
        sources_of(["index_close", "depression_index", "rainfall_mm"]),
        in_words(span.start, span.end),
    )
    returns.sectors(build, span)
    returns.industries(build, span)


show(render)
