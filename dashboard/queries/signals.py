"""What Market and signals asks. Answers about pairs name series by the marts' keys."""

from dataclasses import asdict, dataclass

import pandas as pd

from dashboard.charts.series import factor_of
from dashboard.database import fetch_published
from dashboard.queries.asking import ends, of_a_build, sql
from dashboard.widgets.span import Span

WEEK = 7  # days
MOST_POINTS = 3000  # of a line or a scatter; what is longer is thinned evenly


@dataclass(frozen=True)
class Pair:
    """A target held against an indicator, as moves ('change') or as they stand ('level')."""

    target: str
    indicator: str
    kind: str


@of_a_build
def timeline(publish_id: int, span: Span) -> pd.DataFrame:
    """Read the index and all indicators of a range, a row per session (per `step` sessions if it is long)."""
    return fetch_published(publish_id, sql("signals/timeline"), {**ends(span), "points": MOST_POINTS})


@of_a_build
def state_weather(publish_id: int, span: Span) -> pd.DataFrame:
    """Read each state's weather of the WEEK before the range's last session, and its means of the range.

    Columns: state_code, state_name, census_region, last_day (of the week), and rainfall_mm (a day),
    temperature_c and cloud_cover_pct, each once more with `range_` before it.
    """
    return fetch_published(publish_id, sql("signals/state_weather"), {**ends(span), "days": WEEK})


@of_a_build
def market_correlations(publish_id: int, kind: str) -> pd.DataFrame:
    """Read the correlation of every target with every indicator, the index before the sectors."""
    return fetch_published(publish_id, sql("signals/market_correlations"), {"kind": kind})


@of_a_build
def lead_lag(publish_id: int, pair: Pair) -> pd.DataFrame:
    """Read a pair's correlation at each lag, the indicator following before it leads."""
    return fetch_published(publish_id, sql("signals/lead_lag"), asdict(pair))


def _weight(publish_id: int, pair: Pair) -> float | None:
    """Say how many independent sessions one of the pair's is worth; None where the marts do not know."""
    found = fetch_published(publish_id, sql("signals/weight"), asdict(pair))["weight"].dropna()
    return float(found.iloc[0]) if len(found) else None


@of_a_build
def rolling(publish_id: int, pair: Pair, window: int, span: Span) -> pd.DataFrame:
    """Read a pair's correlation over `window` sessions that end within a range, a row per last session."""
    drawn = {"window": window, "points": MOST_POINTS, "weight": _weight(publish_id, pair)}
    return fetch_published(publish_id, sql("signals/rolling"), {**asdict(pair), **ends(span), **drawn})


@of_a_build
def scatter(publish_id: int, pair: Pair, span: Span) -> pd.DataFrame:
    """Read a pair's points within a range by rising x, and at each the line fitted to all and its interval.

    `n`, `r`, its interval, `n_eff` and `slope` are those of the range and repeat on every row.
    """
    drawn = {
        "x_factor": factor_of(pair.indicator, pair.kind),
        "y_factor": factor_of(pair.target, pair.kind),
        "points": MOST_POINTS,
        "weight": _weight(publish_id, pair),
    }
    return fetch_published(publish_id, sql("signals/scatter"), {**asdict(pair), **ends(span), **drawn})
