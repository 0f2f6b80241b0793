"""Judge a member list before it is used: what must be right, what is rarely odd, what changed, and how much.

Faults make a list useless to every later step; doubts an operator may overrule. Changes are judged in
proportion to the list's length and to the time between: after a year a list may have a year's changes, after
a day next to none.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

_ALWAYS = (date.min, date.max)
SECTORS: Mapping[str, tuple[date, date]] = {
    "Communication Services": (date(2018, 9, 24), date.max),
    "Consumer Discretionary": _ALWAYS,
    "Consumer Staples": _ALWAYS,
    "Energy": _ALWAYS,
    "Financials": _ALWAYS,
    "Health Care": _ALWAYS,
    "Industrials": _ALWAYS,
    "Information Technology": _ALWAYS,
    "Materials": _ALWAYS,
    "Real Estate": (date(2016, 9, 1), date.max),
    "Telecommunication Services": (date.min, date(2018, 9, 28)),
    "Telecommunications Services": (date.min, date(2018, 9, 28)),
    "Utilities": _ALWAYS,
}
"""The first and the last day on which a list may name a sector so; spellings are made one in dbt."""

Members = Sequence[Mapping[str, str | None]]
_Rows = Mapping[str, Mapping[str, str | None]]

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
        cells = [member[self.column] or "" for member in members]
        judged = [cell for cell in cells if cell] if self.may_be_blank else cells
        bad = [cell for cell in judged if not re.fullmatch(self.pattern, cell)]
        if len(bad) <= (1 - self.share) * len(judged):
            return ""
        return f"{len(bad)} of {len(judged)} values of {self.column} are malformed: {_some(map(repr, bad))}"


_FILLED = r"(?s:.+)"
_REQUIRED = (_Format("symbol", _FILLED), _Format("security", _FILLED))
"""What every later step needs of every row."""

_FILLED_CIKS = (_Format("cik", _FILLED, share=0.98),)
_NEARLY_FILLED = (_Format("gics_sub_industry", _FILLED, share=0.98),)
"""Where a row may lack it, but not a list that has the column."""

_USUAL = (
    _Format("symbol", r"[A-Z]{1,5}([.-][A-Z]{1,2})?"),
    _Format("cik", r"\d{10}", share=0.99, may_be_blank=True),
)


def faults(members: Members, day: date) -> str:
    """Why the list cannot be used whoever wants it, all reasons; empty if it can.

    Args:
        members: rows with `symbol`, `security`, `gics_sector`, `gics_sub_industry`, `cik`; a column that the
            page did not have is None in all of them.
        day: of the list; sectors come and go.
    """
    named = "|".join(name for name, (first, last) in SECTORS.items() if first <= day <= last)
    forms = (*_REQUIRED, _Format("gics_sector", named), *_had(members, _NEARLY_FILLED))
    return _listed([_twice(members), *(form.complaint(members) for form in forms)])


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


def relapses(members: Members, later: Members, earlier: Members | None, days: int) -> str:
    """Why a list of the past should not be used, all reasons; empty to accept it.

    What changed between it and the list after it, and was not so before, is history, a reorganisation of
    sectors included: only what the list before already had as the one after it has counts.

    Args:
        members: as for `faults`.
        later: the accepted list next later.
        earlier: the list next earlier, accepted or not; None if there is none, and then every change counts.
        days: from the list to the later one.
    """
    reasons = [form.complaint(members) for form in (*_had(members, _FILLED_CIKS), *_USUAL)]
    now, after = _by_ticker(members), _by_ticker(later)
    before = after if earlier is None else _by_ticker(earlier)
    allowed = _allowance(len(now), days)
    moved = [f"+{ticker}" for ticker in now if ticker not in after and ticker not in before]
    moved += [f"-{ticker}" for ticker in after if ticker not in now and ticker in before]
    reasons.append(_too_many("members changed for this list alone", moved, allowed, days))
    for column in ("gics_sector", "cik"):
        agreed = {t: _agreed(t, column, before, after) for t in now if now[t][column]}
        odd = [t for t, value in agreed.items() if value and value != now[t][column]]
        reasons.append(_too_many(f"values of {column} changed for this list alone", odd, allowed, days))
    lost = [t for t in now if not now[t]["date_added"] and _agreed(t, "date_added", before, after)]
    reasons.append(_too_many("values of date_added are blank in this list alone", lost, len(now) // 50, days))
    return _listed(reasons)


def _agreed(ticker: str, column: str, before: _Rows, after: _Rows) -> str | None:
    """What the lists before and after say alike of a company; None where they do not."""
    if ticker not in before or ticker not in after or before[ticker][column] != after[ticker][column]:
        return None
    return after[ticker][column] or None


def _had(members: Members, forms: Iterable[_Format]) -> list[_Format]:
    """The formats of the columns that the page had."""
    return [form for form in forms if any(member[form.column] is not None for member in members)]


def ticker_of(symbol: str) -> str:
    """The symbol as S&P writes it: the page has had `BRK-B` for `BRK.B`."""
    return symbol.replace("-", ".")


def _by_ticker(members: Members) -> _Rows:
    return {ticker_of(member["symbol"] or ""): member for member in members}


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
    counts = Counter(ticker_of(member["symbol"] or "") for member in members)
    twice = [ticker for ticker, count in counts.items() if count > 1]
    return f"listed more than once: {_some(twice)}" if twice else ""


def _listed(reasons: Iterable[str]) -> str:
    return "; ".join(reason for reason in reasons if reason)


def _some(items: Iterable[str]) -> str:
    found = list(items)
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + more
