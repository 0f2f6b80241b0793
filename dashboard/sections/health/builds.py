"""What readers see: the published build's tests, all publishes, and where every column comes from."""

from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.queries import health as queries
from dashboard.widgets.tables import table
from dashboard.widgets.wording import count, day

DOCS = Path(__file__).parents[2] / "static" / "docs.html"
QUIET = ("pass", "success")
column = st.column_config


def list_results(build_id: str) -> None:
    """List every node of a build, those that were not simply well first."""
    st.header("The published build", anchor=False, help=f"Every node of dbt's invocation {build_id}.")
    results = queries.node_results(build_id)
    if results.empty:
        st.markdown("No result of this build was recorded.")
        return
    st.markdown(_tally(results))
    loud = results[~results["status"].isin(QUIET)]
    if len(loud):
        st.markdown("**Not simply passed**")
        _result_table(loud, "warnings")
    with st.expander(f"All {count(len(results), 'node')}, the slowest first"):
        _result_table(results.sort_values("seconds", ascending=False), "nodes")


def list_differences(build_id: str) -> None:
    """List what a build changed in the marts that readers saw before, and why."""
    st.header(
        "Changed since the build before",
        anchor=False,
        help="Rows of each mart by the first cause that holds: a new session, a price that was put right, "
        "other code, a provider that restated the past, or data that came late. Equal is equal to 1e-6.",
    )
    differences = queries.mart_differences(build_id)
    if differences.empty:
        st.markdown("Nothing, or this build came after none: it was the first, or it was put back.")
        return
    table(
        differences,
        "differences",
        {
            "mart": "Mart",
            "cause": "Cause",
            "added": column.NumberColumn("Added", format="localized"),
            "changed": column.NumberColumn("Changed", format="localized"),
            "withdrawn": column.NumberColumn("Withdrawn", format="localized"),
        },
    )


def list_publishes() -> None:
    """Say what a rollback would do, and list the newest publishes and rollbacks."""
    publishes = queries.publishes()
    st.header(
        "Publishes",
        anchor=False,
        help="The first row is what readers see; a rollback puts back what they saw before it.",
    )
    st.markdown(_rollback_state(publishes))
    table(
        publishes,
        "publishes",
        {
            "published_at": column.DatetimeColumn("When", format="YYYY-MM-DD HH:mm"),
            "action": "Action",
            "build_id": column.TextColumn("Build", width="small"),
            "as_of": column.DateColumn("As of"),
            "data_through": column.DateColumn("Data through"),
            "engine": "Engine",
            "rules_held": column.NumberColumn(
                "Rules held", help="Tests that passed, and constraints of the tables that were built."
            ),
            "tests_warned": "Warned",
            "rows_rejected": "Rejected",
            "simulated": column.CheckboxColumn("Simulated"),
        },
    )


def offer_lineage() -> None:
    """Link to the docs page, where it has been built."""
    st.header("Lineage", anchor=False)
    if not DOCS.exists():
        st.markdown(
            "Where every column comes from: `make docs` builds the page of models, tests and lineage."
        )
        return
    st.markdown("Every model, column and test, and the graph between them.")
    st.link_button("Lineage and model docs", f"app/static/{DOCS.name}", icon=":material/account_tree:")


def _rollback_state(publishes: pd.DataFrame) -> str:
    if len(publishes) < 2:
        return "There is no earlier build to roll back to."
    current, before = publishes.iloc[0], publishes.iloc[1]
    other = f"build `{before['build_id'][:8]}` (data through {day(before['data_through'])})"
    if current["action"] == "rollback":
        return f"**Rolled back** until a run has something new; another `make rollback` returns {other}."
    return f"`make rollback` would put back {other}."


def _tally(results: pd.DataFrame) -> str:
    sizes = results.groupby(["resource_type", "status"]).size().reset_index(name="nodes")
    words = [f"{row['resource_type']} {row['status']}: **{row['nodes']:,}**" for _, row in sizes.iterrows()]
    return " · ".join(words)


def _result_table(results: pd.DataFrame, name: str) -> None:
    table(
        results,
        name,
        {
            "status": "Status",
            "resource_type": "Kind",
            "name": column.TextColumn("Name", width="large"),
            "rules": column.NumberColumn(
                "Rules", help="Constraints that the table was built under; a test is one."
            ),
            "failures": column.NumberColumn("Rows at fault", format="localized"),
            "seconds": column.NumberColumn("Seconds", format="%.2f"),
            "message": "Message",
        },
    )
