"""Data: releases of all that readers see, as Parquet, and how to read and cite them."""

import streamlit as st

from dashboard.frame import show
from dashboard.sections.data import reading, releases
from dashboard.trust import Publish


def render(publish: Publish) -> None:
    """Draw the page."""
    st.title("Data", anchor=False)
    st.markdown(
        "All tables behind these pages, as Parquet files: each publish can leave a **release** with a "
        "manifest (build, code, columns, row counts, checksums), to which a number can be traced."
    )
    releases.show(publish)
    reading.show()


show(render)
