"""What Industry sensitivity asks."""

from typing import Literal

import pandas as pd

from dashboard.database import fetch_published
from dashboard.queries.asking import of_a_build, sql

Measure = Literal["total_return", "volatility_7d"]


@of_a_build
def industries(publish_id: int, measure: Measure) -> pd.DataFrame:
    """Compare each industry between High and Low mood, the largest effect (percentage points a day) first."""
    return fetch_published(publish_id, sql("sensitivity/industries"), {"measure": measure})
