"""Which company the page is about: found by any ticker or name, former ones too, and kept in the address."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.widgets.address import choose_one


def chosen(companies: pd.DataFrame) -> pd.Series | None:
    """Take the company that the address names; None where it names none, or one that nobody had."""
    address = find(companies, st.query_params.get("ticker", ""))
    return None if address is None else companies[companies["address"] == address].iloc[0]


def ask(companies: pd.DataFrame) -> None:
    """Ask for a company, or another one."""
    labels = {company["address"]: label(company) for company in companies.to_dict("records")}
    choose_one(
        "ticker",
        "Company",
        list(labels),
        resolve=lambda wanted: find(companies, wanted),
        written=labels.__getitem__,
        placeholder="Type a ticker or a name, also a former one",
        help="Every company that was ever a member of the S&P 500. A link with ?ticker= finds it too.",
    )


def find(companies: pd.DataFrame, wanted: str) -> str | None:
    """Resolve a ticker, a company_id or the beginning of a name to an address; current before former."""
    wanted = wanted.strip().upper()
    for column in ("address", "ticker", "company_id"):
        found = companies[companies[column].str.upper() == wanted]
        if len(found):
            return str(found["address"].iloc[0])
    found = companies[[wanted in tickers for tickers in companies["former_tickers"]]]
    if found.empty:
        found = companies[[_is_called(company, wanted) for company in companies.to_dict("records")]]
    return str(found["address"].iloc[0]) if len(found) else None


def label(company: Mapping[Hashable, Any]) -> str:
    """Write a company as the box lists it: 'BKNG · Booking Holdings · formerly PCLN'."""
    parts = [company["ticker"], company["company_name"]]
    former = [*_some(company["former_tickers"]), *_some(company["former_names"])]
    if former:
        parts.append(f"formerly {', '.join(former)}")
    if company["address"] != company["ticker"]:
        parts.append(company["company_id"])
    if pd.isna(company["last_bar"]):
        parts.append("no prices")
    return " · ".join(part for part in parts if isinstance(part, str))


def _is_called(company: Mapping[Hashable, Any], wanted: str) -> bool:
    names = [company["company_name"], *_some(company["former_names"])]
    return bool(wanted) and any(isinstance(name, str) and name.upper().startswith(wanted) for name in names)


def _some(values: Iterable[str] | None) -> list[str]:
    return list(values) if isinstance(values, list) else []
