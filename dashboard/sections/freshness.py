"""Whether each source answered as lately as is expected of it."""

from collections.abc import Collection
from datetime import datetime

import pandas as pd
import streamlit as st

from dashboard.charts.series import SERIES, name_of
from dashboard.expectations import expectations, standing
from dashboard.queries import health as queries
from dashboard.trust import Publish
from dashboard.widgets.tables import table
from dashboard.widgets.wording import UNKNOWN, count, day

column = st.column_config


def sources(publish: Publish) -> pd.DataFrame:
    """Set each source's last usable answer against what is expected of it, the worst first.

    A source that answers, and whose series have no new values, is not fresh: it is silent.
    """
    found = queries.freshness(publish.publish_id)
    series = queries.series_freshness(publish.publish_id).assign(
        source=lambda rows: [SERIES[key].source for key in rows["series"]]
    )
    silent = set(series["source"][series["is_silent"]])
    found["newest_value_on"] = found["source"].map(series.groupby("source")["newest_value_on"].min())
    expected = found["source"].map(expectations())
    ages = _ages(found["last_answer_at"], publish.read_at)
    pairs = list(zip(expected.where(expected.notna(), None), ages, strict=True))
    found["standing"] = [
        _unless_silent(standing(wanted, age), source in silent)
        for source, (wanted, age) in zip(found["source"], pairs, strict=True)
    ]
    found["expected"] = [
        f"within {count(wanted.late.days, 'day')}" if wanted else UNKNOWN for wanted, _ in pairs
    ]
    return found.sort_values("standing", key=lambda words: words.map(_rank), kind="stable")


def warn_of_silence(publish_id: int, keys: Collection[str] = SERIES) -> None:
    """Tell which of these series have gone silent, above the pages that show or test them."""
    found = queries.series_freshness(publish_id)
    silent = found[found["is_silent"] & found["series"].isin(list(keys))]
    told = [
        f"**{name_of(row['series'])}** since {day(row['newest_value_on'])} "
        f"({count(row['sessions_silent'], 'session')})"
        if pd.notna(row["newest_value_on"])
        else f"**{name_of(row['series'])}** in all of this build"
        for _, row in silent.iterrows()
    ]
    if told:
        st.warning(f"No values any more: {', '.join(told)}.", icon=":material/hourglass_disabled:")


def show(found: pd.DataFrame) -> None:
    """List the `sources`."""
    st.header(
        "Freshness",
        anchor=False,
        help="Each source's last usable answer in the published build, beside what the dbt project expects: "
        "late is told, overdue is a fault. Silent is what answers without new values.",
    )
    table(
        found,
        "freshness",
        {
            "standing": "Standing",
            "source": "Source",
            "newest_value_on": column.DateColumn(
                "Newest value", help="The last session with a value; of several series, the oldest's"
            ),
            "last_answer_at": column.DatetimeColumn("Last answer", format="distance"),
            "expected": "Expected",
            "covers_through": column.DateColumn("Asked through"),
            "last_run": column.DateColumn("Last run", help="The day that its newest run took for today"),
            "attempts": column.NumberColumn("Asked", help="Requests of its newest run"),
            "faults": column.NumberColumn("Faults", help="Failed or refused in its newest run"),
        },
        alt="Each source's last usable answer against what is expected of it",
    )


def _unless_silent(words: str, is_silent: bool) -> str:
    return "◐ silent" if is_silent and words.startswith("✓") else words


def _ages(answered: pd.Series, now: datetime) -> list[pd.Timedelta | None]:
    return [None if pd.isna(moment) else pd.Timestamp(now) - moment for moment in answered]


def _rank(words: str) -> int:
    return "✗?◐✓".index(words[0])
