"""All industries of the choice with their numbers, those that say too little included."""

import pandas as pd
import streamlit as st

from dashboard.queries.industries import Industry
from dashboard.widgets import links
from dashboard.widgets.definitions import definition
from dashboard.widgets.statistics import q_column, told
from dashboard.widgets.tables import table
from dashboard.widgets.wording import MINUS, count

LEAST_SESSIONS = 10  # as in rpt_industry_mood_sensitivity
column = st.column_config


def show(industries: pd.DataFrame, measure: str) -> None:
    """List the industries; a row leads to its industry."""
    st.header("Every industry", anchor=False)
    too_few = int(industries["effect"].isna().sum())
    they = count(too_few, "industry has", "industries have")
    if too_few:
        st.caption(f"{they} too few sessions for an effect.")
    listed = industries.assign(note=[_note(industry) for _, industry in industries.iterrows()])
    table(
        told(listed),
        f"mood_sensitivity_{measure}",
        _columns(),
        "Industries with their means by mood, effect, interval and q",
        opens=lambda row: links.link_industry(Industry(row["gics_sector"], row["gics_sub_industry"])),
    )


def _note(industry: pd.Series) -> str:
    low, high = industry["sessions_low"], industry["sessions_high"]
    if min(low, high) < LEAST_SESSIONS:
        return f"Too few sessions: {high} High, {low} Low; {LEAST_SESSIONS} of each are needed"
    return "No interval: too persistent, or never varies" if pd.isna(industry["ci_low"]) else ""


def _columns() -> dict[str, object]:
    interval = definition("mood_interval")
    means = {
        f"mean_{level.lower()}": column.NumberColumn(
            level, format="%.2f", help=f"Mean at {level} mood, % a day"
        )
        for level in ("Low", "Medium", "High")
    }
    return {
        "gics_sub_industry": "Industry",
        "gics_sector": "Sector",
        "effect": column.NumberColumn(f"High {MINUS} Low", format="%+.2f", help=definition("mood_effect")),
        "ci_low": column.NumberColumn("from", format="%+.2f", help=interval),
        "ci_high": column.NumberColumn("to", format="%+.2f", help=interval),
        "q": q_column(),
        "detectable_effect": column.NumberColumn(
            "would show", format="%.2f", help=definition("detectable_effect")
        ),
        **means,
        "sessions_low": column.NumberColumn("n Low"),
        "sessions_high": column.NumberColumn("n High"),
        "spells_low": column.NumberColumn("Spells Low", help="Unbroken runs of sessions of Low mood"),
        "spells_high": column.NumberColumn("Spells High", help="Unbroken runs of sessions of High mood"),
        "note": "Note",
    }
