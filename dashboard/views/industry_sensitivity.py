"""Industry sensitivity: how each industry's return and volatility differ between High and Low mood."""

import pandas as pd
import streamlit as st

from dashboard.frame import show
from dashboard.queries import sensitivity as queries
from dashboard.queries.sensitivity import Measure
from dashboard.sections.industry_sensitivity import listing, ranking, verdict
from dashboard.trust import Publish
from dashboard.widgets.definitions import definition

MEASURES: dict[Measure, str] = {"total_return": "Return", "volatility_7d": "Volatility"}


def render(publish: Publish) -> None:
    """Draw the page."""
    st.title("Industry sensitivity", anchor=False)
    st.markdown("Which industries behave differently while the mood is high, and is it more than chance?")
    measure = st.segmented_control(
        "Measure",
        list(MEASURES),
        default="volatility_7d",
        required=True,
        format_func=MEASURES.__getitem__,
        key="measure",
        help=definition("group_return", "group_volatility_7d"),
        bind="query-params",
    )
    everything = queries.industries(publish.publish_id, measure)
    if everything["mean_low"].isna().all() and everything["mean_high"].isna().all():
        st.info(
            "No industry has a session of known mood yet: the depression index needs 90 days of "
            "Wikipedia attention. Run the pipeline over a longer range."
        )
        return
    chosen = _choose(everything)
    if chosen.empty:
        st.info("No industry or sector has these letters in its name. Try fewer of them.")
        return
    if chosen["effect"].notna().any():
        verdict.show(chosen, MEASURES[measure].lower())
    ranking.show(chosen, signs=measure == "total_return")
    listing.show(chosen, measure)


def _choose(industries: pd.DataFrame) -> pd.DataFrame:
    search = st.text_input(
        "Search",
        key="search",
        bind="query-params",
        placeholder="Part of a name: bank, software, energy",
        help="Keeps the industries whose name, or whose sector's, holds these letters.",
    ).strip()
    names = industries["gics_sub_industry"] + "\n" + industries["gics_sector"]
    return industries[names.str.contains(search, case=False, regex=False)]


show(render)
