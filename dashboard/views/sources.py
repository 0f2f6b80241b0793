"""Sources and licences: whose data this is, under which terms. It needs no database."""

import streamlit as st

from dashboard import access
from dashboard.credits import CREDITS, TRADEMARKS, Credit


def render() -> None:
    """Draw the page."""
    st.title("Sources and licences", anchor=False)
    st.markdown(
        "Everything here is made of other people's data, and shown for study. "
        "It is **not investment advice**."
    )
    for credit in CREDITS:
        _credit(credit)
    st.caption(TRADEMARKS)


def _credit(credit: Credit) -> None:
    with st.container(border=True):
        st.markdown(f"**[{credit.name}]({credit.url})** · {credit.gives}")
        st.caption(credit.terms)
        if credit.citation:
            st.caption(f"Cite as: {credit.citation}")


if access.granted():
    render()
else:
    access.ask()
