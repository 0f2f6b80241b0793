"""Judge the file of spells before it is used: what must be right, and how much of it may have changed.

A file that was cut short has its header, and each of its lines is well: only beside the last accepted one
does it show that most of them are gone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

_TICKER = re.compile(r"[A-Z]{1,6}([.-][A-Z]{1,2})?")
_AT_ONCE = 3
_AT_ONCE_SHARE = 0.02
_A_YEAR_SHARE = 0.15
_SHOWN = 5


class Spell(NamedTuple):
    """A ticker's membership from `start` to the day before `end`, None if it goes on. Bad dates are text."""

    ticker: str
    start: date | str | None
    end: date | str | None

    def __str__(self) -> str:
        return f"{self.ticker} from {self.start} to {self.end or 'now'}"


def faults(spells: Sequence[Spell]) -> str:
    """Why the file cannot be used whoever wants it, all reasons; empty if it can."""
    beginnings = Counter((spell.ticker, spell.start) for spell in spells)
    reasons = {
        "are of no ticker": [spell for spell in spells if not _TICKER.fullmatch(spell.ticker)],
        "have no day that can be read": [spell for spell in spells if not _has_days(spell)],
        "end before they begin": [spell for spell in spells if _has_days(spell) and _is_empty(spell)],
        "begin twice": [spell for spell in spells if beginnings[spell.ticker, spell.start] > 1],
    }
    return "; ".join(f"{len(bad)} spells {what}: {_some(bad)}" for what, bad in reasons.items() if bad)


def doubts(spells: Sequence[Spell], accepted: Sequence[Spell], days: int) -> str:
    """Why the file should not be used without an operator's word; empty to accept it.

    Args:
        spells: the file's.
        accepted: those of the last accepted file, none if there is none.
        days: between the two.
    """
    now, before = set(spells), set(accepted)
    begun = {(spell.ticker, spell.start) for spell in spells}
    lost = [spell for spell in accepted if (spell.ticker, spell.start) not in begun]
    changed = [spell for spell in before - now if (spell.ticker, spell.start) in begun]
    members = sum(spell.end is None for spell in accepted)
    allowed = int(max(_AT_ONCE, _AT_ONCE_SHARE * members) + _A_YEAR_SHARE * members * max(days, 0) / 365)
    reasons = {"are gone": lost, "end on another day": changed}
    return "; ".join(
        f"{len(spells)} spells {what} since the last accepted file of {days} days ago, "
        f"at most {allowed} are plausible: {_some(sorted(spells, key=str))}"
        for what, spells in reasons.items()
        if len(spells) > allowed
    )


def _has_days(spell: Spell) -> bool:
    return isinstance(spell.start, date) and not isinstance(spell.end, str)


def _is_empty(spell: Spell) -> bool:
    return isinstance(spell.start, date) and isinstance(spell.end, date) and spell.end <= spell.start


def _some(spells: Iterable[Spell]) -> str:
    found = [str(spell)[:100] for spell in spells]
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + more
