"""The answer to the question of it all, in three sentences: does the market go with mood, or with weather?"""

import pandas as pd
import streamlit as st

from dashboard.charts.series import name_of
from dashboard.queries import overview as queries
from dashboard.queries.mood import known_days
from dashboard.widgets.definitions import definition
from dashboard.widgets.links import link
from dashboard.widgets.span import Span
from dashboard.widgets.wording import between, count, number


def show(publish_id: int) -> None:
    """Say it, and where the evidence is."""
    st.header("Does the market go with mood or weather?", anchor=False, help=definition("evidence"))
    st.markdown(in_words(publish_id))
    with st.container(horizontal=True):
        link("verdicts", "The evidence", "gavel", {})
        link("correlations", "The correlations", "hub", {})
        link("industry_sensitivity", "The industries", "tune", {})


def in_words(publish_id: int) -> str:
    """Say what the verdicts come to, in three sentences."""
    verdicts, known = queries.verdicts(publish_id), known_days(publish_id)
    moves = verdicts[verdicts["evidence"] == "correlation change"]
    sentences = [
        _of_moves(moves[moves["indicator_group"] == "mood"], "the public's mood"),
        _of_moves(moves[moves["indicator_group"] == "weather"], "the weather"),
        _of_industries(verdicts[verdicts["evidence"] == "sensitivity volatility_7d"], known),
    ]
    return " ".join(sentences)


def _of_moves(verdicts: pd.DataFrame, what: str) -> str:
    tests, claims = int(verdicts["tests"].sum()), int(verdicts["claims"].sum())
    if not tests:
        return f"Of **{what}** too little is known to say anything yet."
    if not claims:
        return (
            f"**Not with {what}**: of {count(tests, 'comparison')} of its moves with those of the index, its "
            "volatility and the sectors, not one is stronger than chance explains; a correlation of "
            f"{number(verdicts['median_detectable'].median(), 2)} would have shown four times in five."
        )
    strongest = verdicts.iloc[0]
    return (
        f"**With {what}, {claims} of {count(tests, 'comparison')}** are stronger than chance explains; the "
        f"strongest is {name_of(strongest['indicator'])} with {name_of(strongest['target'])}, "
        f"r = {number(strongest['effect'], 2)}."
    )


def _of_industries(verdicts: pd.DataFrame, known: Span | None) -> str:
    tests, claims = int(verdicts["tests"].sum()), int(verdicts["claims"].sum())
    if not tests or known is None:
        return "No industry has seen both moods often enough to be compared."
    days = f"With the mood known from {between(known.start, known.end)}"
    listed, least = count(tests, "industry", "industries"), 100 * verdicts["median_detectable"].median()
    if not claims:
        return (
            f"{days}, none of {listed} is calmer or wilder while it is high; a difference of daily "
            f"volatility of {number(least, 2)} points would have shown."
        )
    return (
        f"{days}, {claims} of {listed} {'is' if claims == 1 else 'are'} calmer or wilder while it is "
        "high, by more than chance explains."
    )
