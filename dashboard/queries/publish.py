"""Which build readers see, and what it should hold."""

from datetime import date

import pandas as pd

from dashboard.database import fetch, fetch_published
from dashboard.queries.asking import of_a_build, sql
from dashboard.widgets.span import Span


@of_a_build
def expected_session(publish_id: int, as_of: date | None) -> date | None:
    """Look up the last session that a run on `as_of` can know."""
    frame = fetch_published(publish_id, sql("publish/expected_session"), {"as_of": as_of})
    session: date | None = frame["expected_session"].iloc[0]
    return session


def current_publish() -> pd.DataFrame:
    """Read the newest publish; no row when nothing has been published."""
    return fetch(sql("publish/current_publish"))


@of_a_build
def available_span(publish_id: int) -> Span | None:
    """First and last published session; None when the marts are empty."""
    row = fetch_published(publish_id, sql("publish/available_span")).iloc[0]
    return Span(row["first_session"], row["last_session"]) if row["last_session"] else None
