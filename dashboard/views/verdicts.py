"""Verdicts, the answer's evidence: what was asked, how often, what is claimed, what would have shown."""

import streamlit as st

from dashboard.frame import show
from dashboard.queries import overview as queries
from dashboard.sections import freshness
from dashboard.sections.overview import answer
from dashboard.sections.verdicts import evidence
from dashboard.trust import Publish


def render(publish: Publish) -> None:
    """Draw the page."""
    st.title("Verdicts", anchor=False)
    st.markdown(answer.in_words(publish.publish_id))
    st.caption("Over the whole history: each question is asked once, so that its tests can be counted.")
    freshness.warn_of_silence(publish.publish_id)
    verdicts = queries.verdicts(publish.publish_id)
    for kind in evidence.KINDS:
        evidence.show(kind, verdicts)


show(render)
