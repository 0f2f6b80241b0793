"""What Pipeline health asks about the data themselves. Long lists come cut; a column counts what there is."""

import pandas as pd

from dashboard.database import fetch_published
from dashboard.queries.asking import of_a_build, sql

MOST_ROWS = 50  # of a list


@of_a_build
def completeness(publish_id: int) -> pd.DataFrame:
    """Average each month's sessions: members, gaps and their reasons (members), share_complete (a share)."""
    return fetch_published(publish_id, sql("health/completeness"))


@of_a_build
def gaps(publish_id: int) -> pd.DataFrame:
    """List the longest stretches of membership without a price; `stretches` counts all."""
    return _beginning(publish_id, sql("health/gaps"))


@of_a_build
def restatements(publish_id: int) -> pd.DataFrame:
    """List what providers said otherwise last; `restatements` counts all."""
    return _beginning(publish_id, sql("health/restatements"))


@of_a_build
def rows_set_aside(publish_id: int) -> pd.DataFrame:
    """List the newest rows that are set aside, and where they stand; `rows` counts all."""
    return _beginning(publish_id, sql("health/rows_set_aside"))


@of_a_build
def price_corrections(publish_id: int) -> pd.DataFrame:
    """List what providers have wrong and we put right, applied ones first; `corrections` counts all."""
    return _beginning(publish_id, sql("health/price_corrections"))


@of_a_build
def suspicious_bars(publish_id: int) -> pd.DataFrame:
    """List the newest bars that deserve a look, members' first; `bars` counts all."""
    return _beginning(publish_id, sql("health/suspicious_bars"))


@of_a_build
def membership_disagreements(publish_id: int) -> pd.DataFrame:
    """List what the sources of membership differ about, the newest first; `disagreements` counts all."""
    return _beginning(publish_id, sql("health/membership_disagreements"))


def _beginning(publish_id: int, question: str) -> pd.DataFrame:
    return fetch_published(publish_id, question, {"limit": MOST_ROWS})
