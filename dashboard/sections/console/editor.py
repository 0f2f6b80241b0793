"""Where a query is written: the quick ones, the text (which is in the address), and Run."""

import streamlit as st

from dashboard.console.ask import MOST_ROWS, SECONDS
from dashboard.console.vocabulary import FUNCTIONS, MOST_CHARACTERS, TYPES
from dashboard.queries.console import quick_queries

TEXT, NAME = "q", "name"
_QUICK = "quick"
WRITING, FORM = 240, 340  # pixels


def write() -> str | None:
    """Draw the editor; returns the query if its reader asks for it to be run now.

    A query that came with the address is shown and not run: a link runs nothing by itself.
    """
    texts = {query.question: query.text for query in quick_queries()}
    st.selectbox(
        "Quick queries",
        list(texts),
        index=None,
        key=_QUICK,
        placeholder="Begin with a question",
        label_visibility="collapsed",
        on_change=_take,
        args=(texts,),
    )
    st.text_input(
        "Its name",
        key=NAME,
        bind="query-params",
        max_chars=80,
        placeholder="Its name: what it answers",
        label_visibility="collapsed",
        help="Kept in the address with the query: copy it to share both.",
    )
    with st.form("console", border=False, height=FORM):
        text = st.text_area(
            "One SELECT on `marts` and `ops`",
            key=TEXT,
            bind="query-params",
            height=WRITING,
            max_chars=MOST_CHARACTERS,
            placeholder="select * from fct_market_daily order by trade_date desc",
        )
        is_asked = st.form_submit_button(
            "Run", type="primary", icon=":material/play_arrow:", help="Ctrl+Enter"
        )
    return text if is_asked else None


def explain() -> None:
    """Say what the console runs."""
    with st.expander("Help: what can be run"):
        st.markdown(
            "One `select`, with joins, `with`, windows, aggregates and `filter`, on the tables listed here. "
            f"It runs read-only, for {SECONDS} seconds at most, one at a time, and shows up to {MOST_ROWS:,} "
            "rows. A table without a schema is one of `marts`. Copy the address to share a query; whoever "
            "opens it presses Run."
        )
        st.markdown("**Functions** " + " ".join(f"`{name}`" for name in sorted(FUNCTIONS)))
        st.markdown("**Types to cast to** " + " ".join(f"`{name}`" for name in sorted(TYPES.values())))


def _take(texts: dict[str, str]) -> None:
    chosen = st.session_state[_QUICK]
    if chosen:
        st.session_state[TEXT], st.session_state[NAME] = texts[chosen], chosen
