"""What Industries asks."""

from dataclasses import asdict, dataclass
from datetime import date

import pandas as pd

from dashboard.database import fetch_published
from dashboard.queries.asking import ends, of_a_build, sql
from dashboard.widgets.span import Span

WHOLE = 0.9  # of a range's sessions have a return of what is ranked: no months are held against years
UNCLASSIFIED = "Unclassified"  # the sector and the industry of companies that were in no accepted list


@dataclass(frozen=True)
class Industry:
    """A GICS sub-industry within its sector."""

    sector: str
    industry: str


@of_a_build
def names(publish_id: int) -> pd.DataFrame:
    """List every industry (gics_sub_industry) with its gics_sector."""
    return fetch_published(publish_id, sql("industries/names"))


@of_a_build
def ranking(publish_id: int, span: Span, sector: str | None, search: str) -> pd.DataFrame:
    """Rank the industries of a sector (or all) whose name holds `search`, the best return (a share) first."""
    parameters = {**ends(span), "sector": sector, "search": search, "whole": WHOLE}
    return fetch_published(publish_id, sql("industries/ranking"), parameters)


def with_paths(publish_id: int, span: Span, ranked: pd.DataFrame) -> pd.DataFrame:
    """Give each industry of a ranking its `points`: 40 to 80 values of its return index over the range."""
    keys = ["gics_sector", "gics_sub_industry"]
    return ranked.merge(_paths(publish_id, span, *(tuple(ranked[key]) for key in keys)), how="left", on=keys)


@of_a_build
def _paths(publish_id: int, span: Span, sectors: tuple[str, ...], names: tuple[str, ...]) -> pd.DataFrame:
    parameters = {**ends(span), "sectors": list(sectors), "industries": list(names)}
    return fetch_published(publish_id, sql("industries/paths"), parameters)


@of_a_build
def figures(publish_id: int, industry: Industry, span: Span) -> pd.Series:
    """Measure an industry over a range: return, daily volatility, deepest fall (shares), last members."""
    parameters = {**asdict(industry), **ends(span)}
    return fetch_published(publish_id, sql("industries/figures"), parameters).iloc[0]


@of_a_build
def standing(publish_id: int, industry: Industry) -> pd.DataFrame:
    """List the industry's returns (shares) and places as of the last session, a row per horizon."""
    return fetch_published(publish_id, sql("industries/standing"), asdict(industry))


@of_a_build
def members(publish_id: int, industry: Industry, day: date, start: date) -> pd.DataFrame:
    """List the members on the last session up to `day`, their range_return (a share) from `start` to then."""
    parameters = {**asdict(industry), "day": day, "start": start}
    return fetch_published(publish_id, sql("industries/members"), parameters)
