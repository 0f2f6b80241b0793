"""How a stock or an industry did beside the groups that it belongs to."""

from typing import Literal

import pandas as pd

from dashboard.database import fetch_published
from dashboard.queries.asking import ends, of_a_build, sql
from dashboard.widgets.span import Period, Span

Subject = Literal["stock", "industry"]


@of_a_build
def rebased(
    publish_id: int,
    subject: Subject,
    span: Span,
    period: Period,
    sector: str | None,
    industry: str | None,
    company_id: str | None = None,
) -> pd.DataFrame:
    """Read lines over a range, 'stock', 'industry', 'sector', 'members', 'index': line, trade_date, value.

    All are 100 at the close from which the subject's first known return of the range counts. A group that is
    None has no line.
    """
    parameters = {
        "subject": subject,
        "period": period,
        "sector": sector,
        "industry": industry,
        "company": company_id,
    }
    return fetch_published(publish_id, sql("comparison/rebased"), {**ends(span), **parameters})
