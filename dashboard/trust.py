"""How far to trust what a page shows: the build, its age, its rules; banners where something is off."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

import streamlit as st

from dashboard.charts.theme import BUILD, FORMAT
from dashboard.queries import publish as queries
from dashboard.widgets.span import SHOWN
from dashboard.widgets.wording import age, count, day, literal

PINNED = "build"  # the parameter of a link that says which build it was made from
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
        rules_held: tests that passed, and constraints that its tables were built under.
        tests_warned: tests that found something, and stop no publish.
        rows_rejected: by the loader so far, less those since replayed or dismissed.
        rows_set_aside: what providers said and cannot be; None where that build did not count it.
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
    rules_held: int
    tests_warned: int
    rows_rejected: int
    rows_set_aside: int | None
    simulated: bool


def current_publish() -> Publish | None:
    """Read the newest publish; None when nothing has been published. Cheap: it is read at every rerun."""
    rows = queries.current_publish().to_dict("records")
    return Publish(**{field.name: rows[0][field.name] for field in fields(Publish)}) if rows else None


def banners(publish: Publish) -> None:
    """Say above the page what a reader must know before reading any number of it."""
    _say_if_the_pinned_build_is_gone(publish)
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


def sign_figures(publish: Publish) -> None:
    """Let every figure of the page say which build it shows where it is saved."""
    st.session_state[BUILD] = f"build {publish.build_id[:8]} through {publish.data_through}"


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
        count(publish.rules_held, "rule") + " held" + _warned(publish.tests_warned),
        count(publish.rows_rejected, "row") + " rejected" + _set_aside(publish.rows_set_aside),
    ]
    with st.container(key="trust"):
        st.divider()
        st.caption(":material/verified: " + " · ".join(parts) + " · not investment advice")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _offer_pinned_link(publish)
            st.segmented_control(
                "Figures are saved as",
                ["PNG", "SVG"],
                default="PNG",
                required=True,
                key=FORMAT,
                help="By the camera above each figure, with its title, sources, build and date.",
            )


def _say_if_the_pinned_build_is_gone(publish: Publish) -> None:
    pinned = st.query_params.get(PINNED, "")
    if pinned and not publish.build_id.startswith(pinned):
        st.warning(
            f"**Another build.** This link was pinned to build `{literal(pinned)}`; readers now see build "
            f"`{publish.build_id[:8]}`, and numbers may differ. The page Data lists the releases of earlier "
            "builds that are kept.",
            icon=":material/push_pin:",
        )


def _offer_pinned_link(publish: Publish) -> None:
    """Show an address of this view that keeps its days and says which build it was made from."""
    kept = {name: st.query_params.get_all(name) for name in st.query_params}
    span = st.session_state.pop(SHOWN, None)
    if span:
        kept |= {"range": ["Custom"], "dates": [span.start.isoformat(), span.end.isoformat()]}
    kept[PINNED] = [publish.build_id[:8]]
    with st.popover("Pinned link", icon=":material/push_pin:"):
        st.markdown("Days and build of this view, as they are now. It says so when another build is shown.")
        page = (st.context.url or "").partition("?")[0]
        st.code(f"{page}?{urlencode(kept, doseq=True)}", None, wrap_lines=True)


def _set_aside(rows: int | None) -> str:
    return f", {rows:,} set aside" if rows else ""


def _warned(tests: int) -> str:
    return f", {tests:,} warned" if tests else ""
