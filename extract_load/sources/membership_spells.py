"""When each ticker was in the S&P 500 since 1996, end excluded: a CSV of github.com/fja05680/sp500 (MIT)."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from extract_load.envelope import Envelope
from extract_load.source import Api, BadRecord, Columns, Provider, Request, Table, Window
from extract_load.taxonomy import OK, Verdict
from extract_load.values import as_date

SPELLS = Table(
    "membership_spells", {"observed_on": "date", "ticker": "text", "start_date": "date", "end_date": "date"}
)
_HEADER = ["ticker", "start_date", "end_date"]


class Spell(NamedTuple):
    """A ticker's membership from `start` to the day before `end`, None if it goes on. Bad dates are text."""

    ticker: str
    start: date | str | None
    end: date | str | None


@dataclass(frozen=True)
class MembershipSpells(Api):
    """The file of spells."""

    provider: Provider
    path: str
    subjects: tuple[str, ...] = ("spells",)
    is_document: bool = True
    name: str = "membership_spells"
    tables: tuple[Table, ...] = (SPELLS,)

    def requests(self, subjects: Iterable[str], window: Window, today: date) -> Iterator[Request]:  # noqa: ARG002
        """The one file."""
        for subject in subjects:
            yield Request(subject, window, self.path)

    def inspect(self, request: Request, body: str) -> Verdict:  # noqa: ARG002
        """The header and at least one spell."""
        if not spells(body):
            raise BadRecord("the file holds no spell")
        return OK

    def rows(self, envelope: Envelope) -> Iterator[tuple[Table, Columns]]:
        """One row per spell."""
        found = spells(envelope.body or "")
        yield (
            SPELLS,
            {
                "observed_on": [envelope.today] * len(found),
                "ticker": [spell.ticker for spell in found],
                "start_date": [spell.start for spell in found],
                "end_date": [spell.end for spell in found],
            },
        )


def spells(body: str) -> list[Spell]:
    """Read the file.

    Raises:
        BadRecord: it has another header, or a line of another length.
    """
    header, *lines = list(csv.reader(body.removeprefix("\ufeff").splitlines())) or [[]]
    if header != _HEADER:
        raise BadRecord(f"not the file of spells: it begins with {body[:80]!r}")
    for number, line in enumerate(lines, 2):
        if len(line) != len(_HEADER):
            raise BadRecord(f"line {number} has {len(line)} cells instead of {len(_HEADER)}")
    return [Spell(ticker, as_date(start), as_date(end)) for ticker, start, end in lines]
