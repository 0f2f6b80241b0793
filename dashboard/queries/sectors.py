"""What Sectors asks."""

from collections.abc import Sequence
from typing import Literal

import pandas as pd

from dashboard.database import fetch_published
from dashboard.queries.asking import ends, of_a_build, sql
from dashboard.queries.periods import Period
from dashboard.widgets.span import Span

INDEX = "S&P 500"
Metric = Literal["cumulative", "return", "close", "volume", "change", "volatility"]


@of_a_build
def names(publish_id: int) -> pd.DataFrame:
    """List the sectors with the members of their last session."""
    return fetch_published(publish_id, sql("sectors/names"))


@of_a_build
def series(
    publish_id: int, span: Span, sectors: Sequence[str], metric: Metric, period: Period
) -> pd.DataFrame:
    """Read a metric of the sectors and, under the name INDEX, of the index, by name and period.

    Columns: name, trade_date (the period's last session), value: a share for returns, changes and volatility,
    dollars (for the index points) for closes, shares of stock a session for volume. The index has no change.
    """
    parameters = {"sectors": list(sectors), "metric": metric, "period": period, "index": INDEX}
    return fetch_published(publish_id, sql("sectors/series"), {**ends(span), **parameters})


@of_a_build
def summary(publish_id: int, sectors: Sequence[str]) -> pd.DataFrame:
    """List where the sectors stand on the last session: returns over horizons, risk and extremes (shares)."""
    return fetch_published(publish_id, sql("sectors/summary"), {"sectors": list(sectors)})
