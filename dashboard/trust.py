"""How far to trust what a page shows: the build, its age, its tests; banners where something is off."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

import streamlit as st

from dashboard.queries import publish as queries
from dashboard.widgets.wording import age, count, day

STALE_AFTER = timedelta(hours=36)


@dataclass(frozen=True)
class Publish:
    """The build that readers see.

    Args:
        publish_id: the key of everything cached.
        action: 'publish', or 'rollback' when an earlier build was put back.
        build_id: dbt's invocation id.
        published_at: when it was swapped in.
        confirmed_at: when a later run found nothing newer to publish; else `published_at`.
        read_at: the database's clock now.
        as_of: the day that the run took for today.
        data_through: the last session in it.
        tests_passed: of its tests.
        tests_warned: of its tests.
        rows_rejected: by the loader so far, less those since replayed or dismissed.
        simulated: a simulator answered for at least one provider.
    """

    publish_id: int
    action: str
    build_id: str
    published_at: datetime
    confirmed_at: datetime
    read_at: datetime
    as_of: date
    data_through: date | None
    tests_passed: int
    tests_warned: int
    rows_rejected: int
    simulated: bool


def current_publish() -> Publish | None:
    """Read the newest publish; None when nothing has been published. Cheap: it is read at every rerun."""
    rows = queries.current_publish().to_dict("records")
    return Publish(**{field.name: rows[0][field.name] for field in fields(Publish)}) if rows else None


def banners(publish: Publish) -> None:
    """Say above the page what a reader must know before reading any number of it."""
    if publish.simulated:
        st.warning(
            "**Simulated data.** A simulator answered in place of at least one provider: "
            "what you see is not the real market.",
            icon=":material/science:",
        )
    if publish.action == "rollback":
        st.info("**Rolled back.** An earlier build was put back for readers.", icon=":material/history:")
    for reason in stale_reasons(publish):
        st.warning(f"**Stale.** {reason}", icon=":material/schedule:")


def stale_reasons(publish: Publish) -> list[str]:
    """Say why this build is older than a reader would expect; empty when it is not."""
    reasons = []
    if publish.read_at - publish.confirmed_at > STALE_AFTER:
        reasons.append(
            f"The last run that confirmed this build ended {age(publish.read_at - publish.confirmed_at)}; "
            "one is expected every day. Pipeline health shows what happened since."
        )
    expected = queries.expected_session(publish.publish_id, publish.as_of)
    if expected and (publish.data_through is None or publish.data_through < expected):
        reasons.append(
            f"Prices end on {day(publish.data_through)}, but the last session before the run's day "
            f"({day(publish.as_of)}) was {day(expected)}."
        )
    return reasons


def line(publish: Publish) -> None:
    """End a page with what it stands on."""
    parts = [
        f"Build `{publish.build_id[:8]}`",
        f"published {age(publish.read_at - publish.published_at)} ({publish.published_at:%d %b %Y %H:%M %Z})",
        f"data through {day(publish.data_through)}",
        count(publish.tests_passed, "test") + " passed" + _warned(publish.tests_warned),
        count(publish.rows_rejected, "row") + " rejected",
    ]
    with st.container(key="trust"):
        st.divider()
        st.caption(":material/verified: " + " · ".join(parts) + " · not investment advice")


def _warned(tests: int) -> str:
    return f", {tests:,} warned" if tests else ""
