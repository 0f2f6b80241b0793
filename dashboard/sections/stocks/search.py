"""Which company the page is about: found by any ticker or name, former ones too, and kept in the address."""

from collections.abc import Iterable

import pandas as pd

from dashboard.widgets.address import choose_one


def choose(companies: pd.DataFrame) -> pd.Series | None:
    """Ask for a company; None while none is chosen. A ticker in the address that nobody had is dropped."""
    labels = {company["address"]: label(company) for _, company in companies.iterrows()}
    address = choose_one(
        "ticker",
        "Company",
        list(labels),
        resolve=lambda wanted: find(companies, wanted),
        written=labels.__getitem__,
        placeholder="Type a ticker or a name, also a former one",
        help="Every company that was ever a member of the S&P 500. A link with ?ticker= finds it too.",
    )
    return None if address is None else companies[companies["address"] == address].iloc[0]


def find(companies: pd.DataFrame, wanted: str) -> str | None:
    """Resolve a ticker, current before former, or a company_id to the address of its company."""
    wanted = wanted.strip().upper()
    for column in ("address", "ticker", "company_id"):
        found = companies[companies[column].str.upper() == wanted]
        if len(found):
            return str(found["address"].iloc[0])
    former = companies[[wanted in tickers for tickers in companies["former_tickers"]]]
    return str(former["address"].iloc[0]) if len(former) else None


def label(company: pd.Series) -> str:
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


def _some(values: Iterable[str] | None) -> list[str]:
    return list(values) if isinstance(values, list) else []
