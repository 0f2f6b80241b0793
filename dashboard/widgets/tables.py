"""A table as every page shows it: no index, named columns, its files, and where its rows lead."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboard.widgets.wording import UNKNOWN

ROW, BORDER, MOST_ROWS = 35, 2, 10  # pixels; as many are seen without scrolling
FORMULA = tuple("=+-@\t\r")


def table(
    frame: pd.DataFrame,
    name: str,
    columns: Mapping[str, Any],
    alt: str = "",
    opens: Callable[[pd.Series], None] | None = None,
) -> None:
    """Draw a table and what downloads it.

    Args:
        frame: what to list; columns that are not in `columns` are in the files only.
        name: the files' without their endings.
        columns: column name to its heading or its `st.column_config`, in order.
        alt: what the table shows, for those who do not see it.
        opens: draws, above the table, the link that the row selected by the reader leads to; without it no
            row can be selected. (A link, because a page cannot be switched from code while its widgets are
            bound to the address.)
    """
    lead = st.container() if opens else None
    written = {column: _written(frame[column], config) for column, config in columns.items()}
    chosen: Any = st.dataframe(
        frame.assign(**{column: values for column, (values, _) in written.items()}),
        hide_index=True,
        column_order=list(columns),
        column_config={column: config for column, (_, config) in written.items()},
        height=ROW * (1 + min(max(len(frame), 1), MOST_ROWS)) + BORDER,  # known before its code is there
        placeholder=UNKNOWN,
        alt=alt or None,
        key=f"table_{name}",
        on_select="rerun" if opens else "ignore",
        selection_mode="single-row",
    )
    files: dict[str, tuple[Callable[[], str | bytes], str]] = {
        "CSV": (lambda: harmless(frame).to_csv(index=False), "text/csv"),
        "Parquet": (lambda: parquet(frame), "application/vnd.apache.parquet"),
    }
    with st.container(horizontal=True):
        for kind, (made, mime) in files.items():
            st.download_button(
                kind,
                made,
                file_name=f"{name}.{kind.lower()}",
                mime=mime,
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
                key=f"{kind.lower()}_{name}",
            )
    if opens and lead:
        with lead:
            _lead(frame.iloc[chosen["selection"]["rows"]], opens)


def _written(values: pd.Series, config: Any) -> tuple[pd.Series, Any]:  # noqa: ANN401 - Streamlit's, or a heading
    """A share in percent with two decimals in every row, unlike Streamlit's own; nought without a minus."""
    kind = (config["type_config"] or {}) if isinstance(config, dict) else {}
    if kind.get("format") == "percent":
        kind = kind | {"format": "%.2f %%"}
        values, config = 100 * pd.to_numeric(values), config | {"type_config": kind}
    digits = re.search(r"\.(\d)f", kind.get("format") or "")
    return (pd.to_numeric(values).round(int(digits[1])) + 0.0 if digits else values), config


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return frame.map(lambda value: f"'{value}" if isinstance(value, str) and value[:1] in FORMULA else value)


def parquet(frame: pd.DataFrame) -> bytes:
    """Write a table with its types; a column of several, which a reader's query may have, becomes text."""
    try:
        return frame.to_parquet(index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        mixed = frame.select_dtypes("object").columns
        return frame.astype(dict.fromkeys(mixed, "string")).to_parquet(index=False)


def _lead(selected: pd.DataFrame, opens: Callable[[pd.Series], None]) -> None:
    if selected.empty:
        st.caption(":material/check_box: Select a row to open it.")
    else:
        opens(selected.iloc[0])
