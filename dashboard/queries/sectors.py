"""What Sectors asks."""

from collections.abc import Sequence
from typing import Literal

import pandas as pd

from dashboard.database import fetch_published
from dashboard.queries.asking import ends, of_a_build, sql
from dashboard.widgets.span import Period, Span

INDEX, AVERAGE = "S&P 500, price only", "Average member"
Metric = Literal["cumulative", "return", "close", "volume", "change", "volatility"]


@of_a_build
def names(publish_id: int, span: Span) -> pd.DataFrame:
    """List all sectors, with the members of their last session in the range if they have one."""
    return fetch_published(publish_id, sql("sectors/names"), ends(span))


@of_a_build
def series(
    publish_id: int, span: Span, sectors: Sequence[str], metric: Metric, period: Period
) -> pd.DataFrame:
    """Read a metric of the sectors, the index and the average member (INDEX, AVERAGE) by name and period.

    Columns: name, trade_date (the period's last session), value: a share for returns, changes and volatility,
    dollars (for the index points) for closes, shares of stock a session for volume. The index has no change,
    the average member returns only.
    """
    parameters = {
        "sectors": list(sectors),
        "metric": metric,
        "period": period,
        "index": INDEX,
        "average": AVERAGE,
    }
    return fetch_published(publish_id, sql("sectors/series"), {**ends(span), **parameters})


@of_a_build
def coverage(publish_id: int, span: Span, sector: str | None = None) -> pd.Series:
    """Count a sector's (or all) `members`, and of these the `priced`: means over the sessions of a range."""
    return fetch_published(publish_id, sql("sectors/coverage"), {**ends(span), "sector": sector}).iloc[0]


@of_a_build
def summary(publish_id: int, sectors: Sequence[str]) -> pd.DataFrame:
    """List where the sectors stand on the last session: returns over horizons, risk and extremes (shares)."""
    return fetch_published(publish_id, sql("sectors/summary"), {"sectors": list(sectors)})
