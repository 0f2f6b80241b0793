"""Industry sensitivity: how each industry's return and volatility differ between High and Low mood."""

import pandas as pd
import streamlit as st

from dashboard.frame import show
from dashboard.queries import mood as queries
from dashboard.sections import freshness
from dashboard.sections.industry_sensitivity import listing, ranking, verdict
from dashboard.trust import Publish
from dashboard.widgets.address import search_industries, tell_unknown
from dashboard.widgets.definitions import definition
from dashboard.widgets.wording import between


def render(publish: Publish) -> None:
    """Draw the page."""
    st.title("Industry sensitivity", anchor=False)
    st.markdown("Which industries behave differently while the mood is high, and is it more than chance?")
    freshness.warn_of_silence(publish.publish_id, ["depression_index"])
    tell_unknown("measure", "Measure", queries.OF_INDUSTRIES.values())
    measure = st.segmented_control(
        "Measure",
        list(queries.OF_INDUSTRIES),
        default="volatility_7d",
        required=True,
        format_func=queries.OF_INDUSTRIES.__getitem__,
        key="measure",
        help=definition("group_return", "members_total_return", "group_volatility_7d"),
        bind="query-params",
    )
    everything = queries.by_industry(publish.publish_id, measure)
    known = queries.known_days(publish.publish_id)
    if known is None or (everything["mean_low"].isna().all() and everything["mean_high"].isna().all()):
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
        verdict.show(chosen, queries.OF_INDUSTRIES[measure].lower())
    days = between(known.start, known.end)
    ranking.show(chosen, queries.OF_INDUSTRIES[measure], days, signs=measure != "volatility_7d")
    listing.show(chosen, measure)


def _choose(industries: pd.DataFrame) -> pd.DataFrame:
    search = search_industries()
    names = industries["gics_sub_industry"] + "\n" + industries["gics_sector"]
    return industries[names.str.contains(search, case=False, regex=False)]


show(render)
