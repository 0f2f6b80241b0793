"""Whether the market's means differ between High and Low mood."""

import pandas as pd
import streamlit as st

from dashboard.charts.forest import forest
from dashboard.charts.series import SERIES, Series, sources_of
from dashboard.charts.theme import draw
from dashboard.queries import mood as queries
from dashboard.widgets.definitions import definition
from dashboard.widgets.span import Span
from dashboard.widgets.wording import between, interval, signed

LEAST_SESSIONS = 10  # of High and of Low mood: as in rpt_industry_mood_sensitivity


def show(publish_id: int, span: Span) -> None:
    """Draw each measure's effect with its interval, or say why there is none."""
    help_text = definition("mood_effect", "mood_standard_error", "mood_interval")
    st.header("High less Low mood", anchor=False, help=help_text)
    effects = queries.high_against_low(publish_id, span).set_index("measure", drop=False)
    measures = [key for key in queries.MEASURES if key in effects.index]
    if not measures:
        st.info("No session of this range knows both the mood and the market. Choose a longer range.")
        return
    for place, key in zip(st.columns(len(measures), gap="medium"), measures, strict=True):
        with place:
            _difference(effects[effects.index == key], SERIES[key], span)
    st.caption(
        "Mean at High less mean at Low mood, with the 95 % interval of one look: one in twenty leaves nought "
        "out by chance alone, and every other range is another look."
    )


def _difference(effects: pd.DataFrame, series: Series, span: Span) -> None:
    st.markdown(f"**{series.name}**")
    effect = effects.iloc[0]
    sessions = f"{effect['sessions_high']} High, {effect['sessions_low']} Low sessions"
    if pd.isna(effect["ci_low"]):
        st.info(f"{sessions}. {_why_unknown(effect)} Choose a longer range.")
        return
    told = bool(effect["ci_low"] > 0 or effect["ci_high"] < 0)
    unit = "points" if series.unit == "points" else "percentage points a day"
    words = f"{signed(effect['effect'], 2)} {unit}, {interval(effect['ci_low'], effect['ci_high'])}"
    row = effects.assign(name="", claimed=told, reading=sessions)
    caption = f"{words}: {'leaves nought out' if told else 'includes nought, no claim'}. {sessions}."
    alt = f"{series.name}, High less Low mood, {between(span.start, span.end)}"
    draw(
        forest(row, ""),
        f"difference_{series.docs}",
        alt,
        sources_of([effect["measure"], "depression_index"]),
        caption,
    )


def _why_unknown(effect: pd.Series) -> str:
    if min(effect["sessions_low"], effect["sessions_high"]) < LEAST_SESSIONS:
        return f"A comparison needs {LEAST_SESSIONS} of each."
    return "The measure never varies: no interval."
