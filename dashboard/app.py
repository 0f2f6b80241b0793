"""The navigation. Run it with `streamlit run dashboard/app.py` (or `make dashboard`)."""

import sys
from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
if str(HERE.parent) not in sys.path:  # `streamlit run` puts only this folder there
    sys.path.insert(0, str(HERE.parent))

LOGO = str(HERE / "logo.svg")
st.set_page_config(page_title="Bellwether", page_icon=LOGO, layout="wide")
st.logo(str(HERE / "wordmark.svg"), size="large")
st.navigation(
    [
        st.Page("pages/overview.py", title="Overview", icon=":material/insights:", default=True),
        st.Page("pages/pipeline_health.py", title="Pipeline health", icon=":material/monitor_heart:"),
    ],
    position="top",
).run()
