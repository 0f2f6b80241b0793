"""What there is to ask about: every table with its columns, in the models' own words."""

import pandas as pd
import streamlit as st

from dashboard.queries import console as queries
from dashboard.widgets.tables import table


def browse(publish_id: int) -> None:
    """Draw the choice of a table (kept in the address) and list its columns."""
    relations = queries.relations(publish_id)
    names = relations["schema_name"] + "." + relations["relation_name"]
    chosen = st.selectbox("Tables", names.unique(), key="table", bind="query-params")
    _describe(publish_id, chosen, relations[names == chosen].iloc[0])


def _describe(publish_id: int, name: str, relation: pd.Series) -> None:
    if relation["relation_description"]:
        st.caption(relation["relation_description"])
    table(
        queries.columns(publish_id, relation["schema_name"], relation["relation_name"]),
        name,
        {"column_name": "Column", "data_type": "Type", "description": "What it is"},
        alt=f"The columns of {name}",
    )
