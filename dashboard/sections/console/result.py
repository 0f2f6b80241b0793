"""What became of a query: its rows, or why there are none. It stays until another one is run."""

import streamlit as st

from dashboard.console import Refused
from dashboard.console.ask import MOST_ROWS, Answer, ask
from dashboard.queries.console import catalog
from dashboard.widgets.tables import table
from dashboard.widgets.wording import count

_LAST = "console_last"


def run(publish_id: int, query: str) -> None:
    """Run a query and keep what became of it for this reader's next interactions."""
    with st.spinner("Running…"):
        try:
            outcome: Answer | Refused = ask(query, catalog(publish_id))
        except Refused as refused:
            outcome = refused
    st.session_state[_LAST] = (publish_id, query, outcome)


def show(publish_id: int, written: str) -> None:
    """Draw what became of the last query.

    Args:
        publish_id: the build that readers see now; an answer of another one says so.
        written: the text in the editor; an answer to another one says so.
    """
    if _LAST not in st.session_state:
        st.info("Press Run, or Ctrl+Enter in the text: the answer comes here.", icon=":material/play_arrow:")
        return
    answered_from, query, outcome = st.session_state[_LAST]
    if answered_from != publish_id:
        st.info("A new build was published since this was run: run it again.", icon=":material/update:")
    if query != written:
        st.caption("The text was changed since: this is the answer to what was run last.")
    if isinstance(outcome, Refused):
        _complain(outcome)
    else:
        _list(outcome)


def _complain(refused: Refused) -> None:
    st.error(str(refused), icon=":material/block:")
    if refused.mark:
        st.code(refused.mark, language=None)


def _list(answer: Answer) -> None:
    rows = answer.rows
    if rows.empty:
        st.info("The query ran, and no row answers it.", icon=":material/check:")
        return
    shown = f"The first {MOST_ROWS:,} rows; there are more" if answer.is_cut else count(len(rows), "row")
    st.caption(f"{shown} · {answer.seconds:.2f} s")
    table(rows, "query", {name: name for name in rows.columns}, alt="The rows that answer the query")
