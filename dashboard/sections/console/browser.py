"""What there is to ask about: every table with its columns, in the models' own words."""

import pandas as pd
import streamlit as st

from dashboard.queries import console as queries
from dashboard.widgets.tables import table


def browse(publish_id: int) -> None:
    """Draw the choice of a table (kept in the address) and list its columns."""
    columns = queries.columns(publish_id)
    names = columns["schema_name"] + "." + columns["relation_name"]
    chosen = st.selectbox("Tables", names.unique(), key="table", bind="query-params")
    _describe(chosen, columns[names == chosen])


def _describe(name: str, columns: pd.DataFrame) -> None:
    description = columns["relation_description"].iloc[0]
    if description:
        st.caption(description)
    table(
        columns,
        name,
        {"column_name": "Column", "data_type": "Type", "description": "What it is"},
        alt=f"The columns of {name}",
    )
