"""What Correlations asks."""

import pandas as pd

from dashboard.database import fetch_published
from dashboard.queries.asking import of_a_build, sql


@of_a_build
def matrix(publish_id: int, kind: str) -> pd.DataFrame:
    """Read how every two series (`target` and `indicator`) go together, the strongest pair first."""
    return fetch_published(publish_id, sql("correlations/matrix"), {"kind": kind})
