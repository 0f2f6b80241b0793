"""A table as every page shows it: no index, named columns, and its CSV."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.widgets.wording import UNKNOWN


def table(frame: pd.DataFrame, name: str, columns: Mapping[str, Any], alt: str = "") -> None:
    """Draw a table and a button that downloads it.

    Args:
        frame: what to list; columns that are not in `columns` are in the CSV only.
        name: the CSV's file name without its ending.
        columns: column name to its heading or its `st.column_config`, in order.
        alt: what the table shows, for those who do not see it.
    """
    st.dataframe(
        frame,
        hide_index=True,
        column_order=list(columns),
        column_config=dict(columns),
        placeholder=UNKNOWN,
        alt=alt or None,
    )
    st.download_button(
        "CSV",
        lambda: frame.to_csv(index=False),
        file_name=f"{name}.csv",
        mime="text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        key=f"csv_{name}",
    )
