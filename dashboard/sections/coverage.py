"""On how many of the members a group's returns rest, and who is missing."""

import pandas as pd
import streamlit as st

from dashboard.widgets.wording import number

WHO_IS_MISSING = (
    "Returns are means of the members **that have a price**. Of those that were bought, merged or went "
    "bankrupt providers often keep none, and the further back, the more are missing. Who stayed is no fair "
    "sample: a group's past looks better, or at least other, than it was. Membership itself is known for "
    "every day, so nobody counts who joined later.\n\n"
    "Pipeline health, *What the data lack*, lists who is missing and why."
)
PRICED = "Members with a price, the mean of the range's sessions: the returns rest on these"


def say(counted: pd.Series) -> None:
    """Say it for `members` and `priced`, means over the sessions of a range; nothing where there are none."""
    if pd.isna(counted["members"]):
        return
    members, priced = (number(counted[key], 0) for key in ("members", "priced"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            f"**{priced} of {members} members have a price** (mean of the range's sessions): "
            "returns rest on these."
        )
        with st.popover("Who is missing?", type="tertiary", icon=":material/person_off:"):
            st.markdown(WHO_IS_MISSING)
