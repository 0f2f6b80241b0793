"""A table as every page shows it: no index, named columns, its CSV, and where its rows lead."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.widgets.wording import UNKNOWN


def table(
    frame: pd.DataFrame,
    name: str,
    columns: Mapping[str, Any],
    alt: str = "",
    opens: Callable[[pd.Series], None] | None = None,
) -> None:
    """Draw a table and a button that downloads it.

    Args:
        frame: what to list; columns that are not in `columns` are in the CSV only.
        name: the CSV's file name without its ending.
        columns: column name to its heading or its `st.column_config`, in order.
        alt: what the table shows, for those who do not see it.
        opens: draws, above the table, the link that the row selected by the reader leads to; without it no
            row can be selected. (A link, because a page cannot be switched from code while its widgets are
            bound to the address.)
    """
    lead = st.container() if opens else None
    chosen: Any = st.dataframe(
        frame,
        hide_index=True,
        column_order=list(columns),
        column_config=dict(columns),
        placeholder=UNKNOWN,
        alt=alt or None,
        key=f"table_{name}",
        on_select="rerun" if opens else "ignore",
        selection_mode="single-row",
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
    if opens and lead:
        with lead:
            _lead(frame.iloc[chosen["selection"]["rows"]], opens)


def _lead(selected: pd.DataFrame, opens: Callable[[pd.Series], None]) -> None:
    if selected.empty:
        st.caption(":material/check_box: Select a row to open it.")
    else:
        opens(selected.iloc[0])
