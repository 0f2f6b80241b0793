"""The industries in order of what High mood does to them: effects with intervals beside the means."""

import pandas as pd
import streamlit as st

from dashboard.charts.forest import forest
from dashboard.charts.mood import means_by_level
from dashboard.charts.series import SIGNIFICANT
from dashboard.charts.theme import PRICES, draw
from dashboard.widgets.address import tell_unknown
from dashboard.widgets.definitions import definition
from dashboard.widgets.wording import count, probability

SENSITIVITY = (*PRICES, "wikimedia")
AMOUNTS = {"10": 10, "20": 20, "40": 40, "All": 1000}


def show(industries: pd.DataFrame, measure: str, known: str, signs: bool) -> None:
    """Draw the ends of the ranking.

    Args:
        industries: what High mood does to each, the largest effect first.
        measure: its name.
        known: the days with a mood, in words.
        signs: whether the measure has one.
    """
    tell_unknown("shown", "Industries", AMOUNTS)
    amount = st.segmented_control(
        "Industries", list(AMOUNTS), default="20", required=True, key="shown", bind="query-params"
    )
    drawn = _named(_ends(industries, AMOUNTS[amount or "20"]))
    part = f"The {len(drawn)} with the largest effects either way"
    rows = part if len(drawn) < len(industries) else f"All {len(drawn)}"
    effects, means = st.columns(2, gap="large")
    with effects:
        _effects(drawn.dropna(subset=["ci_low"]), rows, measure, known)
    with means:
        _means(drawn, measure, known, signs)


def _ends(industries: pd.DataFrame, amount: int) -> pd.DataFrame:
    """Keep as many from the top as from the bottom of what has an effect, else of all."""
    known = industries.dropna(subset=["effect"])
    ranked = known if len(known) else industries
    if len(ranked) <= amount:
        return ranked
    return pd.concat([ranked.head(amount // 2), ranked.tail(amount // 2)])


def _named(industries: pd.DataFrame) -> pd.DataFrame:
    return industries.assign(
        name=industries["gics_sub_industry"].map(_shortened),
        claimed=industries["q_value"] < SIGNIFICANT,
        reading=[_reading(industry) for _, industry in industries.iterrows()],
    )


def _shortened(name: str) -> str:
    """Cut a long name, as a phone is narrow."""
    return name if len(name) <= 30 else f"{name[:29]}…"


def _reading(industry: pd.Series) -> str:
    q = f"q = {probability(industry['q_value'])}" if pd.notna(industry["q_value"]) else "q unknown"
    sessions = f"{industry['sessions_high']} High, {industry['sessions_low']} Low sessions"
    return f"{q}, {sessions}<br>{industry['gics_sector']}"


def _effects(drawn: pd.DataFrame, rows: str, measure: str, known: str) -> None:
    help_text = definition("mood_effect", "mood_standard_error", "mood_interval", "correlation_q")
    st.header("High less Low mood", anchor=False, help=help_text)
    if drawn.empty:
        st.info("None of these industries has an interval: it needs 10 sessions of High and of Low mood.")
        return
    claimed = count(int(drawn["claimed"].sum()), "of them is", "of them are")
    figure = forest(drawn, "percentage points a day")
    caption = (
        f"{rows}. Filled: q < {SIGNIFICANT} among all industries, {claimed}; hollow: not claimed. "
        f"All sessions with a mood, {known}."
    )
    alt = f"{measure}, High less Low mood, with 95 % intervals"
    draw(figure, "sensitivity", alt, SENSITIVITY, caption)


def _means(drawn: pd.DataFrame, measure: str, known: str, signs: bool) -> None:
    st.header("Means by level", anchor=False, help=definition("mood_level"))
    ends = "blue above nought, vermilion below" if signs else "the deeper, the higher"
    caption = f"% a day, same rows, {known}; {ends}. Colour shows means, it claims nothing."
    alt = f"{measure} of each industry at Low, Medium and High mood"
    draw(means_by_level(drawn, signs), "means", alt, SENSITIVITY, caption)
