"""One kind of evidence: a verdict for each group of indicators and of targets, and its strongest pair."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.charts.forest import forest
from dashboard.charts.series import SIGNIFICANT, name_of, sources_of
from dashboard.charts.theme import draw
from dashboard.queries.mood import OF_INDUSTRIES
from dashboard.queries.signals import Pair
from dashboard.widgets import links
from dashboard.widgets.definitions import definition
from dashboard.widgets.statistics import q_column, told
from dashboard.widgets.tables import table
from dashboard.widgets.wording import UNKNOWN, count, probability

column = st.column_config


@dataclass(frozen=True)
class Kind:
    """What is tested.

    Args:
        evidence: as the mart names it.
        title: the question, for a reader.
        unit: of its effects as they are shown.
        factor: of the mart's effects, for those.
        block: the docs block that defines an effect.
    """

    evidence: str
    title: str
    unit: str
    factor: float
    block: str


KINDS = [
    Kind("correlation change", "Does a move go with a move?", "Correlation r", 1, "correlation_r"),
    Kind("correlation level", "Does a high stand go with a high stand?", "Correlation r", 1, "correlation_r"),
    *(
        Kind(f"sensitivity {measure}", title, "percentage points a day", 100, "mood_effect")
        for measure, title in (
            ("total_return", "Do industries return more or less while the mood is high?"),
            ("excess_return", "And beside the average member?"),
            ("volatility_7d", "Are industries calmer or wilder while the mood is high?"),
        )
    ),
]


def show(kind: Kind, verdicts: pd.DataFrame) -> None:
    """List the verdicts of a kind, and draw the strongest pair of each with its interval."""
    asked = verdicts[verdicts["evidence"] == kind.evidence]
    if asked.empty:
        return
    st.header(kind.title, anchor=False, help=definition("evidence", kind.block, "correlation_q"))
    tests, claims = int(asked["tests"].sum()), int(asked["claims"].sum())
    st.caption(f"{count(tests, 'test')}, {claims} claimed (q < {SIGNIFICANT}).")
    named = _named(asked, kind)
    known = named.dropna(subset=["ci_low"])
    if len(known):
        alt = f"{kind.title} The strongest pair of each question with its 95 % interval"
        caption = (
            "Of each question the pair that is least likely to be chance. The best of many looks large by "
            f"luck: its q counts how many were tried. Filled: q < {SIGNIFICANT}; hollow: not claimed."
        )
        sources = sources_of([*known["target"], *known["indicator"]])
        draw(forest(known, kind.unit), f"verdicts_{kind.evidence}", alt, sources, caption)
    table(
        told(named),
        f"verdicts_{kind.evidence}",
        _columns(kind),
        f"{kind.title} Tests, claims and the strongest pair of each question",
        opens=_lead,
    )


def _named(asked: pd.DataFrame, kind: Kind) -> pd.DataFrame:
    scaled = {key: kind.factor * asked[key] for key in ("effect", "ci_low", "ci_high", "median_detectable")}
    names = [f"{row['indicator_group']} and {row['target_group']}" for _, row in asked.iterrows()]
    return asked.assign(
        **scaled,
        name=[name.capitalize() for name in names],
        pair=[_pair(row) for _, row in asked.iterrows()],
        claimed=asked["q_value"] < SIGNIFICANT,
        reading=[f"{_pair(row)}<br>q = {probability(row['q_value'])}" for _, row in asked.iterrows()],
    )


def _pair(row: pd.Series) -> str:
    if not isinstance(row["target"], str):
        return UNKNOWN
    return f"{name_of(row['indicator'])} with {name_of(row['target'])}"


def _columns(kind: Kind) -> dict[str, object]:
    effect = "Effect, points a day" if kind.factor > 1 else "r"
    interval = definition("mood_interval" if kind.factor > 1 else "correlation_interval")
    return {
        "name": column.TextColumn("Question", help=definition("signal_question")),
        "tests": column.NumberColumn("Tests", format="localized", help="Comparisons with a known p"),
        "claims": column.NumberColumn("Claims", help=f"Of them, those with q < {SIGNIFICANT}"),
        "pair": column.TextColumn("Strongest pair", width="medium"),
        "lag_sessions": column.NumberColumn("Lag", format="%d", help=definition("lag_sessions")),
        "effect": column.NumberColumn(effect, format="%+.2f", help=f"{kind.unit}. {definition(kind.block)}"),
        "ci_low": column.NumberColumn("from", format="%+.2f", help=interval),
        "ci_high": column.NumberColumn("to", format="%+.2f", help=interval),
        "q": q_column(),
        "median_detectable": column.NumberColumn(
            "would show", format="%.2f", help=definition("detectable_r")
        ),
        "n": column.NumberColumn("n", format="localized", help=definition("correlation_n")),
        "n_eff": column.NumberColumn("n_eff", format="%.0f", help=definition("n_eff")),
        "first_date": column.DateColumn("First session"),
        "last_date": column.DateColumn("Last session"),
    }


def _lead(row: pd.Series) -> None:
    evidence, _, of = row["evidence"].partition(" ")
    if evidence == "sensitivity":
        measure = {"measure": OF_INDUSTRIES[of]}
        links.link("industry_sensitivity", "Every industry by this measure", "tune", measure)
    elif isinstance(row["target"], str):
        links.link_pair(Pair(row["target"], row["indicator"], of), f"{row['pair']}, closely")
    else:
        st.caption("Nothing could be tested here.")
