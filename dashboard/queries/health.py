"""What Pipeline health asks. Those about `ops` are about what is going on right now and are not cached."""

from datetime import date

import pandas as pd

from dashboard.database import fetch, fetch_published
from dashboard.queries.asking import of_a_build, sql

OUTCOME_DAYS = 30


@of_a_build
def outcomes_by_source(publish_id: int, as_of: date | None) -> pd.DataFrame:
    """Count the attempts of the OUTCOME_DAYS up to `as_of`, a row per source, a column per status."""
    return fetch_published(
        publish_id, sql("health/outcomes_by_source"), {"as_of": as_of, "days": OUTCOME_DAYS}
    )


@of_a_build
def latest_failures(publish_id: int, as_of: date | None, limit: int = 50) -> pd.DataFrame:
    """List the newest failed and refused attempts of the OUTCOME_DAYS up to `as_of`."""
    parameters = {"as_of": as_of, "days": OUTCOME_DAYS, "limit": limit}
    return fetch_published(publish_id, sql("health/latest_failures"), parameters)


@of_a_build
def freshness(publish_id: int) -> pd.DataFrame:
    """Say when each source last gave a usable answer and how its newest run went."""
    return fetch_published(publish_id, sql("health/freshness"))


@of_a_build
def series_freshness(publish_id: int) -> pd.DataFrame:
    """Say when each series last had a value, the longest silent first."""
    return fetch_published(publish_id, sql("health/series_freshness"))


def runs(limit: int = 30) -> pd.DataFrame:
    """List the newest runs; one that was killed is 'interrupted'."""
    return fetch(sql("health/runs"), {"limit": limit})


def manifest_by_source() -> pd.DataFrame:
    """Sum up what the loader took in, a row per source."""
    return fetch(sql("health/manifest_by_source"))


def rejects(limit: int = 50) -> pd.DataFrame:
    """Count the rejected records by reason, those that still wait for a replay first."""
    return fetch(sql("health/rejects"), {"limit": limit})


def node_results(build_id: str) -> pd.DataFrame:
    """List every node of a published build with its newest result at that moment."""
    return fetch(sql("health/node_results"), {"build_id": build_id})


def publishes(limit: int = 20) -> pd.DataFrame:
    """List the newest publishes and rollbacks; the first is what readers see."""
    return fetch(sql("health/publishes"), {"limit": limit})


def mart_differences(build_id: str) -> pd.DataFrame:
    """Count what a build changed in each mart, a row per mart and cause."""
    return fetch(sql("health/mart_differences"), {"build_id": build_id})
