"""Whether each source answered as lately as is expected of it."""

from datetime import datetime

import pandas as pd
import streamlit as st

from dashboard.expectations import expectations, standing
from dashboard.queries import health as queries
from dashboard.trust import Publish
from dashboard.widgets.tables import table
from dashboard.widgets.wording import UNKNOWN, count

column = st.column_config


def sources(publish: Publish) -> pd.DataFrame:
    """Set each source's last usable answer against what is expected of it, the worst first."""
    found = queries.freshness(publish.publish_id)
    expected = found["source"].map(expectations())
    ages = _ages(found["last_answer_at"], publish.read_at)
    pairs = list(zip(expected.where(expected.notna(), None), ages, strict=True))
    found["standing"] = [standing(wanted, age) for wanted, age in pairs]
    found["expected"] = [
        f"within {count(wanted.late.days, 'day')}" if wanted else UNKNOWN for wanted, _ in pairs
    ]
    return found.sort_values("standing", key=lambda words: words.map(_rank), kind="stable")


def list_sources(found: pd.DataFrame) -> None:
    """List them."""
    st.subheader(
        "Freshness",
        anchor=False,
        help="Each source's last usable answer in the published build, beside what the dbt project expects: "
        "late is told, overdue is a fault.",
    )
    table(
        found,
        "freshness",
        {
            "standing": "Standing",
            "source": "Source",
            "last_answer_at": column.DatetimeColumn("Last answer", format="distance"),
            "expected": "Expected",
            "covers_through": column.DateColumn("Asked through"),
            "last_run": column.DateColumn("Last run", help="The day that its newest run took for today"),
            "attempts": column.NumberColumn("Asked", help="Requests of its newest run"),
            "faults": column.NumberColumn("Faults", help="Failed or refused in its newest run"),
        },
        alt="Each source's last usable answer against what is expected of it",
    )


def _ages(answered: pd.Series, now: datetime) -> list[pd.Timedelta | None]:
    return [None if pd.isna(moment) else pd.Timestamp(now) - moment for moment in answered]


def _rank(words: str) -> int:
    return "✗?◐✓".index(words[0])
