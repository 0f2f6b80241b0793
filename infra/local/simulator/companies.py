"""Who is listed, under which ticker, and who is a member of the index on a day."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from infra.local.simulator import world

_CHANGES_BY_ADDED = {change.added: change.day for change in world.MEMBERSHIP_CHANGES}
_CHANGES_BY_REMOVED = {change.removed: change.day for change in world.MEMBERSHIP_CHANGES}


@dataclass(frozen=True)
class Company:
    """One row of companies.csv with its dates of membership; `ticker` and `name` are the newest ones."""

    ticker: str
    name: str
    sector: str
    sub_industry: str
    headquarters: str
    founded: str
    added: date
    removed: date | None
    first_trade: date
    price: float
    pays_dividends: bool

    def ticker_on(self, day: date) -> str:
        """The ticker on `day`, as S&P writes it (`QRS.B`)."""
        return world.RENAME.old if self._not_yet_renamed(day) else self.ticker

    def name_on(self, day: date) -> str:
        """The company's name on `day`."""
        return world.RENAME.old_name if self._not_yet_renamed(day) else self.name

    def _not_yet_renamed(self, day: date) -> bool:
        return self.ticker == world.RENAME.new and day < world.RENAME.day

    def classification_on(self, day: date) -> tuple[str, str]:
        """GICS sector and sub-industry on `day`."""
        change = world.RECLASSIFICATION
        if self.ticker == change.ticker and day < change.day:
            return change.old_sector, change.old_sub_industry
        return self.sector, self.sub_industry

    def is_member_on(self, day: date) -> bool:
        """Whether the company is in the index on `day`."""
        return self.added <= day and (self.removed is None or day < self.removed)


@cache
def companies() -> tuple[Company, ...]:
    """Every company that was ever listed, in the order of companies.csv."""
    with (Path(__file__).parent / "companies.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_company(row) for row in csv.DictReader(file))


def _company(row: dict[str, str]) -> Company:
    ticker = row["ticker"]
    return Company(
        ticker=ticker,
        name=row["name"],
        sector=row["sector"],
        sub_industry=row["sub_industry"],
        headquarters=row["headquarters"],
        founded=row["founded"],
        added=date.fromisoformat(row["added"]) if row["added"] else _CHANGES_BY_ADDED[ticker],
        removed=_CHANGES_BY_REMOVED.get(ticker),
        first_trade=date.fromisoformat(row["first_trade"]) if row["first_trade"] else world.FIRST_DAY,
        price=float(row["price"]),
        pays_dividends=row["dividends"] == "yes",
    )


def listed(ticker: str, today: date) -> Company | None:
    """The company that is traded as `ticker` (dots and dashes alike) on `today`, if any."""
    wanted = ticker.upper().replace("-", ".")
    for company in companies():
        if company.ticker_on(today) == wanted and company.first_trade <= today:
            return None if today >= world.DELISTED.get(company.ticker, date.max) else company
    return None


def members(today: date) -> list[Company]:
    """The index's members on `today`, by ticker."""
    return sorted((c for c in companies() if c.is_member_on(today)), key=lambda c: c.ticker_on(today))


def spells(today: date) -> list[tuple[str, date, date | None]]:
    """Ticker, start and end `[start, end)` of every membership that is known on `today`."""
    known: list[tuple[str, date, date | None]] = [(world.REUSED_TICKER, *world.REUSED_SPELL)]
    for company in companies():
        for ticker, start, end in _spells_of(company):
            if start <= today:
                known.append((ticker, start, end if end and end <= today else None))
    return sorted(known, key=lambda spell: spell[:2])


def _spells_of(company: Company) -> list[tuple[str, date, date | None]]:
    start = max(company.added, world.SPELLS_BEGIN)
    rename = world.RENAME
    if company.ticker == rename.new:
        return [(rename.old, start, rename.day), (rename.new, rename.day, company.removed)]
    return [(company.ticker, start, company.removed)]
