"""Links from one page to another that keep the range in view."""

from collections.abc import Mapping

import streamlit as st

from dashboard.charts.series import name_of
from dashboard.queries.industries import Industry
from dashboard.queries.signals import Pair
from dashboard.widgets.kind import KINDS
from dashboard.widgets.wording import literal

KEPT = ("range", "dates", "build")


def keeping_range(parameters: Mapping[str, str]) -> dict[str, str | list[str]]:
    """Add the range that the address holds, if it holds one, to the parameters of a link."""
    kept = {name: st.query_params.get_all(name) for name in KEPT}
    return {name: values for name, values in kept.items() if values} | dict(parameters)


def link_sector(sector: str) -> None:
    """Draw a link to a sector."""
    link("sectors", sector, "donut_small", {"sector": sector})


def link_industries(sector: str, label: str) -> None:
    """Draw a link to the industries of a sector."""
    link("industries", label, "factory", {"sector": sector})


def link_industry(industry: Industry) -> None:
    """Draw a link to an industry."""
    parameters = {"sector": industry.sector, "industry": industry.industry}
    link("industries", industry.industry, "factory", parameters)


def link_stock(company_id: str, ticker: str) -> None:
    """Draw a link to a stock under the ticker of a day; its page writes today's into its address."""
    link("stocks", ticker, "candlestick_chart", {"ticker": company_id})


def link_pair(pair: Pair, label: str) -> None:
    """Draw a link to the close view of a pair of signals."""
    target, indicator = name_of(pair.target), name_of(pair.indicator)
    parameters = {"target": target, "indicator": indicator, "kind": KINDS[pair.kind]}
    link("market_and_signals", label, "stacked_line_chart", parameters)


def link(page: str, label: str, icon: str, parameters: Mapping[str, str]) -> None:
    """Draw a link to a page with these choices."""
    st.page_link(
        f"views/{page}.py",
        label=literal(label),
        icon=f":material/{icon}:",
        query_params=keeping_range(parameters),
    )
