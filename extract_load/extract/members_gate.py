"""Judge a member list before it is used: what must be right, what is rarely odd, what changed, and how much.

Faults make a list useless to every later step; doubts an operator may overrule. Changes are judged in
proportion to the list's length and to the time between: after a year a list may have a year's changes, after
a day next to none.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SECTORS = frozenset(
    {
        "Communication Services",
        "Consumer Discretionary",
        "Consumer Staples",
        "Energy",
        "Financials",
        "Health Care",
        "Industrials",
        "Information Technology",
        "Materials",
        "Real Estate",
        "Utilities",
    }
)

Members = Sequence[Mapping[str, str]]

_AT_ONCE = 3
_AT_ONCE_SHARE = 0.02
_A_YEAR_SHARE = 0.15
_SHOWN = 5


@dataclass(frozen=True)
class _Format:
    """What a column's cells must look like, and the share of the filled ones that must."""

    column: str
    pattern: str
    share: float = 1.0
    may_be_blank: bool = False

    def complaint(self, members: Members) -> str:
        cells = [member[self.column] for member in members]
        judged = [cell for cell in cells if cell] if self.may_be_blank else cells
        bad = [cell for cell in judged if not re.fullmatch(self.pattern, cell)]
        if len(bad) <= (1 - self.share) * len(judged):
            return ""
        return f"{len(bad)} of {len(judged)} values of {self.column} are malformed: {_some(map(repr, bad))}"


_FILLED = r"(?s:.+)"
_REQUIRED = (
    _Format("symbol", _FILLED),
    _Format("security", _FILLED),
    _Format("gics_sector", "|".join(SECTORS)),
    _Format("gics_sub_industry", _FILLED),
)
"""What dbt's tests of the staged list require as well: a list without it would stop every build."""

_USUAL = (
    _Format("symbol", r"[A-Z]{1,5}([.-][AB])?", share=0.99),
    _Format("cik", r"\d{10}", share=0.99, may_be_blank=True),
)


def faults(members: Members) -> str:
    """Why the list cannot be used whoever wants it, all reasons; empty if it can.

    Args:
        members: rows with `symbol`, `security`, `gics_sector`, `gics_sub_industry`, `cik`.
    """
    return _listed([_twice(members), *(form.complaint(members) for form in _REQUIRED)])


def doubts(members: Members, accepted: Members = (), days: int = 0) -> str:
    """Why the list should not be used without an operator's word, all reasons; empty to accept it.

    Args:
        members: as for `faults`.
        accepted: the last accepted list, if there is one. A format that it does not keep either is not
            asked of its successors: an operator took it so.
        days: between the two.
    """
    reasons = [form.complaint(members) for form in _USUAL if not (accepted and form.complaint(accepted))]
    if accepted:
        before, now = _by_ticker(accepted), _by_ticker(members)
        allowed = _allowance(len(before), days)
        moved = [f"+{ticker}" for ticker in now if ticker not in before]
        moved += [f"-{ticker}" for ticker in before if ticker not in now]
        reasons.append(_too_many("members changed", moved, allowed, days))
        for column in ("gics_sector", "cik"):
            other = [t for t, member in now.items() if t in before and before[t][column] != member[column]]
            reasons.append(_too_many(f"values of {column} changed", other, allowed, days))
    return _listed(reasons)


def ticker_of(symbol: str) -> str:
    """The symbol as S&P writes it: the page has had `BRK-B` for `BRK.B`."""
    return symbol.replace("-", ".")


def _by_ticker(members: Members) -> dict[str, Mapping[str, str]]:
    return {ticker_of(member["symbol"]): member for member in members}


def _allowance(size: int, days: int) -> int:
    return int(max(_AT_ONCE, _AT_ONCE_SHARE * size) + _A_YEAR_SHARE * size * max(days, 0) / 365)


def _too_many(what: str, changes: Sequence[str], allowed: int, days: int) -> str:
    if len(changes) <= allowed:
        return ""
    return (
        f"{len(changes)} {what} since the last accepted list of {days} days ago, "
        f"at most {allowed} are plausible: {_some(changes)}"
    )


def _twice(members: Members) -> str:
    counts = Counter(ticker_of(member["symbol"]) for member in members)
    twice = [ticker for ticker, count in counts.items() if count > 1]
    return f"listed more than once: {_some(twice)}" if twice else ""


def _listed(reasons: Iterable[str]) -> str:
    return "; ".join(reason for reason in reasons if reason)


def _some(items: Iterable[str]) -> str:
    found = list(items)
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + more
