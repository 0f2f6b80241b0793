"""What is correlated: moves or levels. One control, kept in the URL, with a warning beside levels."""

import streamlit as st

from dashboard.widgets.address import tell_unknown
from dashboard.widgets.definitions import definition

KINDS = {"change": "Changes", "level": "Levels"}


def choose_kind() -> str:
    """Ask for the kind: `change` (`?kind=Changes`, the default) or `level` (`?kind=Levels`)."""
    tell_unknown("kind", "Correlate", KINDS.values())
    kind: str = st.segmented_control(
        "Correlate",
        list(KINDS),
        default="change",
        required=True,
        format_func=KINDS.__getitem__,
        key="kind",
        help=definition("signal_kind"),
        bind="query-params",
    )
    if kind == "level":
        st.warning(
            "Levels trend together: two unrelated trends correlate. Read changes first.",
            icon=":material/trending_up:",
        )
    return kind
