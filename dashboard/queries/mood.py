"""What Mood and Industry sensitivity ask."""

from typing import Literal

import pandas as pd

from dashboard.database import fetch_published
from dashboard.queries.asking import ends, of_a_build, sql
from dashboard.widgets.span import Span

Measure = Literal["total_return", "excess_return", "volatility_7d"]  # of an industry
OF_INDUSTRIES: dict[Measure, str] = {  # as pages and addresses name them
    "total_return": "Return",
    "excess_return": "Excess return",
    "volatility_7d": "Volatility",
}
MEASURES = ["index_return", "index_volatility", "vix_close"]  # of the market, in both answers


@of_a_build
def known_days(publish_id: int) -> Span | None:
    """Read from which session to which there is a depression index; None where there is none."""
    found = fetch_published(publish_id, sql("mood/known_days"))
    return Span(*found.iloc[0]) if len(found) else None


@of_a_build
def by_level(publish_id: int, span: Span) -> pd.DataFrame:
    """Describe each measure of the market (% a day or points) at each level of mood that a range has."""
    return fetch_published(publish_id, sql("mood/by_level"), ends(span))


@of_a_build
def high_against_low(publish_id: int, span: Span) -> pd.DataFrame:
    """Compare each measure of the market between High and Low mood in a range; the effect may be unknown."""
    return fetch_published(publish_id, sql("mood/high_against_low"), ends(span))


@of_a_build
def by_industry(publish_id: int, measure: Measure) -> pd.DataFrame:
    """Compare each industry between High and Low mood, the largest effect (percentage points a day) first."""
    return fetch_published(publish_id, sql("mood/by_industry"), {"measure": measure})
