"""The navigation. Run it with `streamlit run dashboard/app.py` (or `make dashboard`)."""

import sys
from pathlib import Path
from time import sleep

import streamlit as st

HERE = Path(__file__).parent
if str(HERE.parent) not in sys.path:  # `streamlit run` puts only this folder there
    sys.path.insert(0, str(HERE.parent))

LOGO = str(HERE / "logo.svg")
PAGES = {
    "": {"overview": ("Overview", "insights")},
    "Market": {
        "market_and_signals": ("Market and signals", "stacked_line_chart"),
        "sectors": ("Sectors", "donut_small"),
        "industries": ("Industries", "factory"),
        "stocks": ("Stocks", "candlestick_chart"),
    },
    "Mood and weather": {
        "verdicts": ("Verdicts", "gavel"),
        "correlations": ("Correlations", "hub"),
        "mood": ("Mood", "psychology"),
        "industry_sensitivity": ("Industry sensitivity", "tune"),
    },
    "Data": {
        "data": ("Data", "database"),
        "sql_console": ("SQL console", "terminal"),
        "pipeline_health": ("Pipeline health", "monitor_heart"),
        "sources": ("Sources and licences", "copyright"),
    },
}

# Before the navigation: without an icon of the app's the browser would ask another host for the page's.
st.set_page_config(page_icon=LOGO, layout="wide")
st.html(HERE / "style.css")
if "begun" not in st.session_state:  # the browser makes the page wide before anything in it could move
    st.session_state["begun"] = True
    sleep(0.15)
st.logo(str(HERE / "wordmark.svg"), size="large")
page = st.navigation(
    {
        group: [
            st.Page(f"views/{name}.py", title=title, icon=f":material/{icon}:", default=name == "overview")
            for name, (title, icon) in pages.items()
        ]
        for group, pages in PAGES.items()
    },
    position="top",
)
st.set_page_config(page_title=f"{page.title} · Bellwether")
page.run()
st.html(HERE / "browser.html", unsafe_allow_javascript=True)
