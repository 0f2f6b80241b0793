"""Correlations: all series with each other, the strongest pairs, and what hangs together."""

import pandas as pd
import streamlit as st

from dashboard.frame import show
from dashboard.queries import correlations as queries
from dashboard.sections import freshness
from dashboard.sections.correlations import matrix, network, strongest
from dashboard.sections.correlations.groups import across, choose_groups, within
from dashboard.trust import Publish
from dashboard.widgets.address import tell_unknown
from dashboard.widgets.kind import choose_kind


def render(publish: Publish) -> None:
    """Draw the page."""
    st.title("Correlations", anchor=False)
    st.markdown("What goes with what, and which of it is more than chance.")
    freshness.warn_of_silence(publish.publish_id)
    kind, groups = choose_kind(), choose_groups()
    pairs = within(queries.matrix(publish.publish_id, kind), groups)
    if pairs["r"].notna().sum() == 0:
        st.info(
            "No two of these series are both known on 30 sessions. Choose more series, or run the pipeline "
            "over a longer range."
        )
        return
    matrix.show(pairs)
    telling = _choose_telling(pairs) if len(groups) > 1 else pairs
    strongest.show(telling, kind)
    network.show(telling)


def _choose_telling(pairs: pd.DataFrame) -> pd.DataFrame:
    tell_unknown("within", "Also pairs within a group", ["true", "false"])
    everything = st.toggle(
        "Also pairs within a group",
        key="within",
        bind="query-params",
        help="Sectors go with the index and with each other, the depression index with the attention that it "
        "is made of: such pairs are strong for what they are. Without them what crosses groups is seen.",
    )
    return pairs if everything else across(pairs)


show(render)
