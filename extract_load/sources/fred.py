"""FRED's graph download: one series per CSV, keyless.

`observation_date,<ID>` (before December 2024 `DATE,<ID>`); an unknown value is empty or `.`.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from extract_load.envelope import Envelope, Status
from extract_load.source import Api, BadRecord, Columns, Provider, Request, Table, Window
from extract_load.taxonomy import OK, Action, Verdict
from extract_load.values import as_date, as_number, is_before

OBSERVATIONS = Table(
    "fred_observations", {"series_id": "text", "observation_date": "date", "value": "double"}
)


@dataclass(frozen=True)
class Fred(Api):
    """Series by their FRED ids."""

    provider: Provider
    subjects: tuple[str, ...]
    revision_days: int
    name: str = "fred"
    tables: tuple[Table, ...] = (OBSERVATIONS,)

    def requests(self, subjects: Iterable[str], window: Window, today: date) -> Iterator[Request]:  # noqa: ARG002
        """One request per series."""
        for series in subjects:
            params = {"id": series, "cosd": str(window.start), "coed": str(window.end)}
            yield Request(series, window, "/graph/fredgraph.csv", params)

    def inspect(self, request: Request, body: str) -> Verdict:
        """A header that names the series, and at least one line."""
        if _lines(body, request.subject):
            return OK
        return Verdict(Action.TAKE, Status.EMPTY, "no observation in the window")

    def rows(self, envelope: Envelope) -> Iterator[tuple[Table, Columns]]:
        """Observations before the run's today."""
        lines = _lines(envelope.body or "", envelope.subject)
        lines = [line for line in lines if is_before(line[0], envelope.today)]
        yield (
            OBSERVATIONS,
            {
                "series_id": [envelope.subject] * len(lines),
                "observation_date": [as_date(day) for day, _ in lines],
                "value": [as_number(value) for _, value in lines],
            },
        )


def _lines(body: str, series: str) -> list[list[str]]:
    # a blank line is none
    header, *lines = [line for line in csv.reader(body.removeprefix("\ufeff").splitlines()) if line] or [[]]
    if header not in (["observation_date", series], ["DATE", series]):
        raise BadRecord(f"not a CSV of {series}: it begins with {body[:80]!r}")
    for number, line in enumerate(lines, 2):
        if len(line) != len(header):
            raise BadRecord(f"line {number} of {series} has {len(line)} cells instead of {len(header)}")
    return lines
