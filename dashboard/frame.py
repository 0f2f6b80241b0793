"""What surrounds every page: the login and banners before, the trust line after, an answer without data."""

import os
from collections.abc import Callable

import streamlit as st

from dashboard import access, database, trust
from dashboard.trust import Publish


def show(render: Callable[[Publish], None], otherwise: Callable[[], None] | None = None) -> None:
    """Draw a page from the current publish.

    Args:
        render: draws the page.
        otherwise: draws it while nothing has been published; without it the page says so.
    """
    if not access.granted():
        access.ask()
        return
    try:
        _show(render, otherwise or nothing_published)
    except database.Republished:
        st.rerun()
    except database.DatabaseDown as error:
        _database_down(str(error))
    except database.NotPublished as error:
        nothing_published(str(error))
    except database.TooSlow:
        st.error(
            "The database took too long for this and was stopped. Choose a shorter range, or try again "
            "when it is less busy.",
            icon=":material/hourglass_disabled:",
        )
    _foot()


def _show(render: Callable[[Publish], None], otherwise: Callable[[], None]) -> None:
    publish = trust.current_publish()
    if publish is None:
        otherwise()
        return
    trust.banners(publish)
    trust.sign_figures(publish)
    render(publish)
    trust.line(publish)


def _foot() -> None:
    with st.container(horizontal=True):
        st.page_link("views/sources.py", label="Sources and licences", icon=":material/copyright:")
        access.offer_logout()


def nothing_published(detail: str = "") -> None:
    """Say that there is nothing to read yet and how to get it."""
    st.title("Nothing published yet")
    st.markdown(
        "The database answers, but no audited build is there to read. Run the pipeline; this page fills "
        "when its build has passed its tests:"
    )
    st.code("make demo        # a simulated world, offline\nmake pipeline    # live providers", "bash")
    st.page_link("views/pipeline_health.py", label="Pipeline health shows what has run so far")
    if detail:
        st.caption(f"The database says: {detail}")


def _database_down(detail: str) -> None:
    host, port = os.environ.get("PGHOST", "localhost"), os.environ.get("PGPORT", "5432")
    st.title("No database")
    st.markdown(
        f"Nothing answers as PostgreSQL for `{database.READER}` at `{host}:{port}`. Start it, or point "
        "`PGHOST`, `PGPORT`, `PGDATABASE` and `BELLWETHER_READER_PASSWORD` at one that runs:"
    )
    st.code(
        "make demo         # everything, on stand-ins\nmake dashboard    # what `make pipeline` published",
        "bash",
    )
    st.caption(f"The driver says: {detail}")
    st.button("Try again", icon=":material/refresh:")
