"""SQL console: a reader's own questions to the published build."""

import streamlit as st

from dashboard.frame import show
from dashboard.sections.console import browser, editor, result
from dashboard.trust import Publish


def render(publish: Publish) -> None:
    """Draw the page."""
    st.title("SQL console", anchor=False)
    st.markdown("Ask the published build yourself. Nothing that is written here can change it.")
    writing, tables = st.columns([3, 2], gap="large")
    with writing:
        query = editor.write()
        if query is not None:
            result.run(publish.publish_id, query)
        result.show(publish.publish_id, st.session_state[editor.TEXT])
        editor.explain()
    with tables:
        browser.browse(publish.publish_id)


show(render)
