"""Pipeline health: what ran, what was asked and loaded, what the data lack, what was tested and published."""

import pandas as pd
import streamlit as st

from dashboard.frame import show
from dashboard.queries import health as queries
from dashboard.sections import freshness
from dashboard.sections.health import builds, operations, quality, rejects
from dashboard.trust import Publish
from dashboard.widgets.figures import Figure, row
from dashboard.widgets.wording import UNKNOWN, age, day, outcome


def render(publish: Publish) -> None:
    """Draw the page for a published build."""
    st.title("Pipeline health", anchor=False)
    runs = queries.runs()
    sources = freshness.sources(publish)
    _key_figures(publish, runs, sources)
    operations.list_runs(runs)
    freshness.show(sources)
    operations.list_outcomes(publish)
    operations.list_loads()
    rejects.list_rejects()
    quality.show(publish.publish_id)
    builds.list_results(publish.build_id)
    builds.list_differences(publish.build_id)
    builds.list_publishes()
    builds.offer_lineage()


def render_unpublished() -> None:
    """Draw what can be known before anything has been published."""
    st.title("Pipeline health", anchor=False)
    st.info("Nothing has been published yet: this is what has run so far.", icon=":material/hourglass_empty:")
    operations.list_runs(queries.runs())
    operations.list_loads()
    rejects.list_rejects()


def _key_figures(publish: Publish, runs: pd.DataFrame, sources: pd.DataFrame) -> None:
    figures = [
        ("Last run", *_last_run(runs)),
        ("Published", age(publish.read_at - publish.published_at), f"to {day(publish.data_through)}"),
        ("Sources", *_fresh(sources)),
        ("Rules held", f"{publish.rules_held:,}", f"{publish.tests_warned:,} warned"),
        ("Rows rejected", f"{publish.rows_rejected:,}", "kept aside"),
    ]
    row([Figure(*figure) for figure in figures])


def _fresh(sources: pd.DataFrame) -> tuple[str, str]:
    """Count the sources that stand as they should."""
    fresh = int(sources["standing"].str.startswith("✓").sum())
    return f"{fresh} of {len(sources)}", "fresh"


def _last_run(runs: pd.DataFrame) -> tuple[str, str]:
    """How the newest pipeline ended, or, where none is among them, the newest run of a part."""
    pipelines = runs[runs["command"] == "pipeline"]
    candidates = runs if pipelines.empty else pipelines
    if candidates.empty:
        return UNKNOWN, ""
    return outcome(candidates["status"].iloc[0]), candidates["command"].iloc[0]


show(render, otherwise=render_unpublished)
