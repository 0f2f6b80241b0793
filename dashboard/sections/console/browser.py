"""What there is to ask about: every table with its columns, in the models' own words."""

import pandas as pd
import streamlit as st

from dashboard.queries import console as queries
from dashboard.sections.console.editor import TEXT
from dashboard.widgets.address import tell_unknown
from dashboard.widgets.tables import table


def browse(publish_id: int) -> None:
    """Draw the choice of a table (kept in the address) and list its columns."""
    relations = queries.relations(publish_id)
    names = relations["schema_name"] + "." + relations["relation_name"]
    tell_unknown("table", "Tables", names)
    chosen = st.selectbox("Tables", names.unique(), key="table", bind="query-params")
    relation = relations[names == chosen].iloc[0]
    st.button(
        "Begin with this table",
        icon=":material/edit:",
        on_click=_begin,
        args=(chosen, relation["column_names"]),
        help="Writes a query that can be run. Of a table that also has non-members it takes members only.",
    )
    _describe(publish_id, chosen, relation)


def beginning(name: str, columns: list[str]) -> str:
    """Write a query of a table's newest rows, members' only where it has others too."""
    members = "where is_member\n" if "is_member" in columns else ""
    newest = "order by trade_date desc\n" if "trade_date" in columns else ""
    return f"select *\nfrom {name}\n{members}{newest}limit 100"


def _begin(name: str, columns: list[str]) -> None:
    st.session_state[TEXT] = beginning(name, columns)


def _describe(publish_id: int, name: str, relation: pd.Series) -> None:
    if relation["relation_description"]:
        st.caption(relation["relation_description"])
    table(
        queries.columns(publish_id, relation["schema_name"], relation["relation_name"]),
        name,
        {"column_name": "Column", "data_type": "Type", "description": "What it is"},
        alt=f"The columns of {name}",
    )
