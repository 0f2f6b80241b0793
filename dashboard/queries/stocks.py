"""What Stocks asks. A company is asked for by its `company_id`, which outlives its tickers."""

import pandas as pd

from dashboard.database import fetch_published
from dashboard.queries.asking import ends, of_a_build, sql
from dashboard.widgets.span import Period, Span


@of_a_build
def companies(publish_id: int) -> pd.DataFrame:
    """List every company that was ever a member, those with a price first: names, tickers, first, last bar.

    `address` is its ticker, or its company_id where a newer company has that: `?ticker=` of the page.
    """
    return fetch_published(publish_id, sql("stocks/companies"))


@of_a_build
def movers(publish_id: int, each: int = 8) -> pd.DataFrame:
    """List the members that gained and that lost most on the last session, best first."""
    return fetch_published(publish_id, sql("stocks/movers"), {"each": each})


@of_a_build
def figures(publish_id: int, company_id: str, span: Span) -> pd.Series:
    """Measure a company over a range: last close (dollars), return, volatility, deepest fall (shares)."""
    return fetch_published(publish_id, sql("stocks/figures"), {**ends(span), "company": company_id}).iloc[0]


@of_a_build
def history(publish_id: int, company_id: str, span: Span, period: Period) -> pd.DataFrame:
    """Read prices, returns, volatility and drawdown, a row per period; null where there is no bar."""
    parameters = {**ends(span), "company": company_id, "period": period}
    return fetch_published(publish_id, sql("stocks/history"), parameters)


@of_a_build
def actions(publish_id: int, company_id: str, span: Span) -> pd.DataFrame:
    """List the range's dividends (dollars a share) and splits (new shares for an old one), newest first."""
    return fetch_published(publish_id, sql("stocks/actions"), {**ends(span), "company": company_id})


@of_a_build
def membership(publish_id: int, company_id: str) -> pd.DataFrame:
    """List the stretches of sessions on which the company was a member, oldest first."""
    return fetch_published(publish_id, sql("stocks/membership"), {"company": company_id})


@of_a_build
def gaps(publish_id: int, company_id: str) -> pd.DataFrame:
    """List the stretches of membership without a price, with the reason, newest first."""
    return fetch_published(publish_id, sql("stocks/gaps"), {"company": company_id})


@of_a_build
def versions(publish_id: int, company_id: str) -> pd.DataFrame:
    """List the company's names, tickers and classifications, newest first."""
    return fetch_published(publish_id, sql("stocks/names"), {"company": company_id})
