"""What is left of the differences between High and Low mood, in words: who moves most, who least."""

import pandas as pd
import streamlit as st

from dashboard.charts.series import SIGNIFICANT
from dashboard.queries.industries import Industry
from dashboard.widgets import links
from dashboard.widgets.wording import count, literal, probability, signed

EACH = 3


def show(industries: pd.DataFrame, noun: str) -> None:
    """Say how many effects are claimed, and name the extremes; `noun` is the measure's."""
    known = industries.dropna(subset=["effect"])
    claimed = int((known["q_value"] < SIGNIFICANT).sum())
    listed = count(len(known), "industry", "industries")
    if claimed:
        said = f"**{claimed} of {listed}** differ in {noun} between High and Low mood (q < {SIGNIFICANT})."
    else:
        said = f"**None of {listed}** differs in {noun} by more than chance explains (q < {SIGNIFICANT})."
    st.markdown(said)
    if len(known) > 3 * EACH:
        _extremes(known)


def _extremes(known: pd.DataFrame) -> None:
    least = known.loc[known["effect"].abs().sort_values(kind="stable").index]
    lists = {"Highest in High mood": known, "Lowest in High mood": known.iloc[::-1], "Least sensitive": least}
    for place, (title, ranked) in zip(st.columns(3, gap="medium"), lists.items(), strict=True):
        with place:
            st.markdown(f"**{title}**")
            for _, industry in ranked.head(EACH).iterrows():
                _line(industry)


def _line(industry: pd.Series) -> None:
    links.link_industry(Industry(industry["gics_sector"], industry["gics_sub_industry"]))
    mark = "" if industry["q_value"] < SIGNIFICANT else ", not claimed"
    st.caption(
        f"{signed(industry['effect'], 2)} points a day, q = {literal(probability(industry['q_value']))}{mark}"
    )
