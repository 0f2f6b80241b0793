"""Stocks: any company that was ever a member, its history, beside its groups, and its membership."""

import pandas as pd
import streamlit as st

from dashboard.frame import show
from dashboard.queries import stocks as queries
from dashboard.queries.industries import Industry
from dashboard.queries.publish import available_span
from dashboard.sections import comparison
from dashboard.sections.stocks import headline, history, membership, movers, search
from dashboard.trust import Publish
from dashboard.widgets.span import Span, choose_span
from dashboard.widgets.wording import between, day


def render(publish: Publish) -> None:
    """Draw the page: a company if one is chosen, else where to begin."""
    build = publish.publish_id
    available, companies = available_span(build), queries.companies(build)
    if available is None or companies.empty:
        st.title("Stocks", anchor=False)
        st.info(
            "The published build holds no company: it needs an accepted list of members and their prices."
        )
        return
    company = search.chosen(companies)
    headline.name(company)
    search.ask(companies)
    if company is None:
        movers.show(build)
        return
    joined = Span(max(company["joined_on"], available.start), available.end)
    span = choose_span(available, {"Since it joined": joined} if joined.start < joined.end else None)
    then = headline.seat(company, queries.versions(build, company["company_id"]), span.end)
    _company(build, then, span)


def _company(build: int, company: pd.Series, span: Span) -> None:
    company_id, ticker = company["company_id"], company["ticker"]
    figures = queries.figures(build, company_id, span)
    if figures["bars"]:
        headline.key_figures(figures)
        history.show(build, company_id, ticker, span)
        industry = Industry(company["gics_sector"], company["gics_sub_industry"])
        comparison.show(build, "stock", ticker, industry, span, company_id)
    else:
        st.info(_why_no_price(company, span))
    membership.show(build, company)


def _why_no_price(company: pd.Series, span: Span) -> str:
    ranged = f"{company['ticker']} has no price between {day(span.start)} and {day(span.end)}."
    if pd.isna(company["last_bar"]):
        return f"{ranged} No provider has any of it; what is known of why is below."
    return f"{ranged} Its prices run from {between(company['first_bar'], company['last_bar'])}."


show(render)
