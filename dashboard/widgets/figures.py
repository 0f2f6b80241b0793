"""Key figures side by side; two beside each other on a phone, where Streamlit would stack them one by one."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

ON_A_PHONE = """<style>@media (max-width: 640px) {
    [class*="st-key-figures_"] [data-testid="stColumn"] { min-width: calc(50% - 0.5rem) !important; }
}</style>"""


def places(name: str, number: int) -> Sequence[DeltaGenerator]:
    """Make room for `number` figures in a row; `name` is the row's own within its page."""
    st.html(ON_A_PHONE)
    with st.container(key=f"figures_{name}"):
        return st.columns(number)
