"""What could not be loaded, and why."""

import streamlit as st

from dashboard.database import NotPublished
from dashboard.queries import health as queries
from dashboard.widgets.tables import table

column = st.column_config


def list_rejects() -> None:
    """List the reasons, those of records that still wait first."""
    st.header(
        "What was rejected",
        anchor=False,
        help="Records that could not be parsed. Open ones wait, whole, for `load --replay`, or for a person "
        "to give them up with `load --dismiss`.",
    )
    try:
        rejects = queries.rejects()
    except NotPublished:  # a warehouse from before the view was there
        st.markdown("The next run makes this known; `python -m extract_load bootstrap` does now.")
        return
    if rejects.empty:
        st.markdown("Nothing: every record that landed was loaded.")
        return
    table(
        rejects,
        "rejects",
        {
            "state": "State",
            "source": "Source",
            "table_name": column.TextColumn("Table", help="Unknown where the whole line could not be read"),
            "reason": column.TextColumn("Reason", width="large"),
            "records": column.NumberColumn("Records", format="localized"),
            "last_rejected_at": column.DatetimeColumn("Last", format="distance"),
            "newest": column.TextColumn("The newest one's place"),
        },
        alt="Reasons for which records were rejected",
    )
