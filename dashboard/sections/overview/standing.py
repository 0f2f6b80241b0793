"""Where things stand: each indicator against the session before and its history, each source's freshness."""

import streamlit as st

from dashboard.queries import overview as queries
from dashboard.widgets.tables import table

column = st.column_config


def changes(publish_id: int) -> None:
    """List the indicators of the last session beside those of the one before."""
    st.subheader(
        "What changed",
        anchor=False,
        help="The last session beside the one before it, and among all published ones.",
    )
    table(
        queries.indicator_changes(publish_id),
        "changes",
        {
            "indicator": "Indicator",
            "previous": column.NumberColumn("Before", format="%.2f"),
            "latest": column.NumberColumn("Last", format="%.2f"),
            "change": column.NumberColumn("Change", format="%+.2f"),
            "unit": "Unit",
            "standing": column.ProgressColumn(
                "In its history",
                format="%.0f",
                min_value=0,
                max_value=100,
                help="Percentile among all published sessions: 0 the lowest, 100 the highest",
            ),
        },
    )


def freshness(publish_id: int) -> None:
    """List when each source last landed something usable."""
    st.subheader("Freshness", anchor=False, help="Each source's last usable answer, and its newest run.")
    table(
        queries.source_freshness(publish_id),
        "freshness",
        {
            "source": "Source",
            "last_landed_at": column.DatetimeColumn("Last landed", format="distance"),
            "covers_through": column.DateColumn("Asked through"),
            "attempts": column.NumberColumn("Asked", help="Requests of its newest run"),
            "failures": column.NumberColumn("Failed", help="Failed or refused in its newest run"),
        },
    )
