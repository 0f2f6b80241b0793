"""What the pipeline did: its runs, what it asked of whom, what it loaded."""

import pandas as pd
import streamlit as st

from dashboard.queries import health as queries
from dashboard.trust import Publish
from dashboard.widgets.tables import table
from dashboard.widgets.wording import outcome

column = st.column_config


def list_runs(runs: pd.DataFrame) -> None:
    """List the newest runs."""
    st.header("Runs", anchor=False, help="The newest first. A run that was killed is shown as interrupted.")
    if runs.empty:
        st.markdown("Nothing has run yet: `make pipeline`.")
        return
    table(
        runs.assign(status=runs["status"].map(outcome)),
        "runs",
        {
            "started_at": column.DatetimeColumn("Started", format="YYYY-MM-DD HH:mm"),
            "command": "Command",
            "status": "Status",
            "seconds": column.NumberColumn("Seconds", format="%.1f"),
            "as_of": column.DateColumn("As of"),
            "summary": column.TextColumn("Summary", width="large"),
        },
    )


def list_outcomes(publish: Publish) -> None:
    """Count the attempts by source and status, and list those that were faults."""
    st.header(
        "What was asked",
        anchor=False,
        help=f"Every attempt of the {queries.OUTCOME_DAYS} days up to the build's own day, by how it ended. "
        "Only refused and failed are faults: a dead ticker's 'not found' is an answer.",
    )
    table(
        queries.outcomes_by_source(publish.publish_id, publish.as_of),
        "outcomes",
        {
            "source": "Source",
            "ok": "ok",
            "empty": "empty",
            "not_found": "not found",
            "refused": "refused",
            "failed": "failed",
            "median_seconds": column.NumberColumn("Median seconds", format="%.2f"),
            "most_attempts": column.NumberColumn("Most tries"),
            "bytes": column.NumberColumn("Bytes", format="bytes"),
            "is_simulated": column.CheckboxColumn("Simulated"),
        },
    )
    _list_failures(queries.latest_failures(publish.publish_id, publish.as_of))


def _list_failures(failures: pd.DataFrame) -> None:
    if failures.empty:
        st.caption("No attempt was refused or failed in that time.")
        return
    st.markdown("**The latest refused and failed attempts**")
    table(
        failures,
        "failures",
        {
            "extracted_at": column.DatetimeColumn("When", format="YYYY-MM-DD HH:mm"),
            "source": "Source",
            "subject": "Subject",
            "status": "Status",
            "http_status": column.NumberColumn("HTTP", format="%d"),
            "attempts": "Tries",
            "message": column.TextColumn("Message", width="large"),
        },
    )


def list_loads() -> None:
    """Sum up the loader's manifest by source."""
    st.header(
        "What was loaded", anchor=False, help="The loader's manifest: rows in = loaded + rejected, always."
    )
    loads = queries.manifest_by_source()
    if loads.empty:
        st.markdown("Nothing has been loaded yet.")
        return
    table(
        loads,
        "loads",
        {
            "source": "Source",
            "objects": "Objects",
            "rows_in": column.NumberColumn("Rows in", format="localized"),
            "rows_loaded": column.NumberColumn("Loaded", format="localized"),
            "rows_rejected": column.NumberColumn("Rejected", format="localized"),
            "rows_per_second": column.NumberColumn("Rows a second", format="compact"),
            "bytes": column.NumberColumn("Bytes", format="bytes"),
            "last_loaded_at": column.DatetimeColumn("Last", format="distance"),
        },
    )
