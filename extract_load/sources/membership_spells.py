"""When each ticker was in the S&P 500 since 1996, end excluded: a CSV of github.com/fja05680/sp500 (MIT)."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from extract_load.envelope import Envelope
from extract_load.extract import spells_gate
from extract_load.extract.spells_gate import Spell
from extract_load.source import Api, BadRecord, Columns, Provider, Refusal, Request, Table, Window
from extract_load.taxonomy import OK, Verdict
from extract_load.values import as_date

SPELLS = Table(
    "membership_spells", {"observed_on": "date", "ticker": "text", "start_date": "date", "end_date": "date"}
)
_HEADER = ["ticker", "start_date", "end_date"]


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

    def refusal(self, envelope: Envelope, accepted: Envelope | None) -> Refusal | None:
        """Why this file must not replace the last accepted one; what no later step can use is never taken."""
        try:
            found = spells(envelope.body or "")
        except BadRecord as error:
            return Refusal(str(error), may_be_overruled=False)
        faults = spells_gate.faults(found)
        known = spells(accepted.body or "") if accepted else ()
        days = (envelope.today - accepted.today).days if accepted else 0
        reasons = [reason for reason in (faults, spells_gate.doubts(found, known, days)) if reason]
        return Refusal("; ".join(reasons), may_be_overruled=not faults) if reasons else None

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
    """Read the file: a line that it has twice is one spell, and a blank line none.

    Raises:
        BadRecord: it has another header, or a line of another length.
    """
    header, *lines = [line for line in csv.reader(body.removeprefix("\ufeff").splitlines()) if line] or [[]]
    if header != _HEADER:
        raise BadRecord(f"not the file of spells: it begins with {body[:80]!r}")
    for number, line in enumerate(lines, 2):
        if len(line) != len(_HEADER):
            raise BadRecord(f"line {number} has {len(line)} cells instead of {len(_HEADER)}")
    return list(dict.fromkeys(Spell(ticker, as_date(start), as_date(end)) for ticker, start, end in lines))
