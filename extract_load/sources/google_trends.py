"""Google Trends exports that a person downloads from the website: search interest, 0 to 100 within one file.

`multiTimeline.csv` (until 2026): a category line, an empty line, then `Week,term: (Region)`.
`time_series_<GEO>_<start>_<end>.csv` (since 2026): `"Time","term"`; the region is in the file's name alone.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from extract_load.envelope import Envelope
from extract_load.source import WITHDRAWN_BY, BadRecord, Columns, Inbox, Table
from extract_load.values import as_date

INTEREST = Table(
    "google_trends_interest",
    {
        "file_name": "text",
        "format": "text",
        "geo": "text",
        "term": "text",
        "resolution": "text",
        "period": "text",
        "interest": "text",
        "exported_on": "date",
    },
)
WITHDRAWN = "withdrawn"
"""The format of a row that says of a file that what was taken of it before does not count."""

_RESOLUTIONS = ("Day", "Week", "Month", "Time")
_PERIODS = {
    "Day": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "Week": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "Month": re.compile(r"[0-9]{4}-[0-9]{2}(-01)?"),
    "Time": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:+-]{2,20})?"),
}
_DAYS = {"Day": (1, 1), "Week": (7, 7), "Month": (28, 31), "Time": (0, 31)}
"""How many days a period may be after the one before it."""

_INTEREST = re.compile(r"<1|100|[0-9]{1,2}|")
_SERIES = re.compile(r"(?P<term>.*): \((?P<geo>[^()]*)\)")
_MOST_SERIES = 30
_LONGEST_LABEL = 300
_NEW_NAME = re.compile(r"time_series_(?P<geo>.+)_\d{8}-\d{4}_\d{8}-\d{4}")
_STEPS = {1: "Day", 7: "Week", 28: "Month", 29: "Month", 30: "Month", 31: "Month"}
_AGAIN = "export it again from trends.google.com with the language set to English"


class Series(NamedTuple):
    """One term's interest, as in the file."""

    format: str
    geo: str
    term: str
    resolution: str
    periods: Sequence[str]
    interest: Sequence[str]


@dataclass(frozen=True)
class GoogleTrends(Inbox):
    """Exports, each whole: their scales differ, so they are never put together."""

    name: str = "google_trends"
    suffix: str = ".csv"
    tables: tuple[Table, ...] = (INTEREST,)

    def recognise(self, file_name: str, text: str) -> None:
        """Check that the file is one of the two exports."""
        read_export(file_name, text)

    def rows(self, envelope: Envelope) -> Iterator[tuple[Table, Columns]]:
        """One row per term and period, or the one of a withdrawal."""
        name = envelope.context["file_name"]
        if WITHDRAWN_BY in envelope.context:
            yield INTEREST, {"file_name": [name], "format": [WITHDRAWN]}
            return
        for series in read_export(name, envelope.body or ""):
            count = len(series.periods)
            constant = {
                "file_name": name,
                "format": series.format,
                "geo": series.geo,
                "term": series.term,
                "resolution": series.resolution,
                "exported_on": as_date(envelope.context["exported_on"]),
            }
            columns: dict[str, Sequence[object]] = {key: [value] * count for key, value in constant.items()}
            yield INTEREST, columns | {"period": series.periods, "interest": series.interest}


def read_export(file_name: str, text: str) -> list[Series]:
    """Read an export of either format.

    Raises:
        BadRecord: it is neither, or in another language; the message says what to do.
    """
    try:
        lines = [line for line in csv.reader(text.removeprefix("\ufeff").splitlines()) if line]
    except csv.Error as error:
        raise BadRecord(f"{file_name} is not a CSV file ({error}); {_AGAIN}") from None
    start = next((number for number, line in enumerate(lines) if len(line) > 1), None)
    if start is None:
        raise BadRecord(f"{file_name} is not a Google Trends export of interest over time; {_AGAIN}")
    header, body = lines[start], lines[start + 1 :]
    _check(file_name, header, body)
    periods = [line[0] for line in body]
    columns = [[line[position] for line in body] for position in range(1, len(header))]
    if start == 0 and header[0] == "Time":
        geo, resolution = _region_of(file_name), _resolution(periods)
        named = [("time_series", geo, term, resolution) for term in header[1:]]
    else:
        named = [("multiTimeline", *_labels(file_name, label), header[0]) for label in header[1:]]
    read = [Series(*labels, periods, interest) for labels, interest in zip(named, columns, strict=True)]
    _check_whole(file_name, read)
    return read


def _check(file_name: str, header: Sequence[str], body: Sequence[Sequence[str]]) -> None:
    if header[0] not in _RESOLUTIONS:
        raise BadRecord(f"{file_name}: its first column is {header[0][:80]!r}, not {_RESOLUTIONS}; {_AGAIN}")
    if len(header) > _MOST_SERIES or max(map(len, header)) > _LONGEST_LABEL:
        raise BadRecord(f"{file_name}: {len(header)} columns, or a label that is too long; {_AGAIN}")
    if not body:
        raise BadRecord(f"{file_name} holds no period; {_AGAIN}")
    for line in body:
        whole = len(line) == len(header) and _is_period(line[0])
        if not (whole and all(_INTEREST.fullmatch(value) for value in line[1:])):
            shown = str(line[: len(header) + 1])[:_LONGEST_LABEL]
            raise BadRecord(f"{file_name}: {shown} is not a period and {len(header) - 1} values; {_AGAIN}")


def _check_whole(file_name: str, found: Sequence[Series]) -> None:
    """What holds of an export as a whole: each term once, and periods of its resolution in their order."""
    terms = Counter((series.geo, series.term) for series in found)
    (term, count), *_ = terms.most_common(1)
    if count > 1:
        raise BadRecord(f"{file_name} has the term {term[1]!r} {count} times; take it once, and {_AGAIN}")
    resolution, periods = found[0].resolution, found[0].periods
    odd = next((period for period in periods if not _PERIODS[resolution].fullmatch(period)), None)
    if odd is not None:
        raise BadRecord(f"{file_name}: {odd[:80]!r} is no period of a {resolution.lower()}; {_AGAIN}")
    shortest, longest = _DAYS[resolution]
    for before, after in pairwise(periods):
        if not shortest <= (_day_of(after) - _day_of(before)).days <= longest:
            raise BadRecord(f"{file_name}: {after!r} is no {resolution.lower()} after {before!r}; {_AGAIN}")


def _day_of(period: str) -> date:
    return date.fromisoformat(period[:10] if len(period) > len("2024-01") else f"{period}-01")


def _is_period(text: str) -> bool:
    """Whether it begins with a day or a month that exists; weeks and hours begin with their day."""
    try:
        _day_of(text)
    except ValueError:
        return False
    return True


def _labels(file_name: str, label: str) -> tuple[str, str]:
    found = _SERIES.fullmatch(label)
    if found is None:
        raise BadRecord(f"{file_name}: the column {label[:80]!r} is not `term: (Region)`; {_AGAIN}")
    return found["geo"], found["term"]


def _region_of(file_name: str) -> str:
    found = _NEW_NAME.match(file_name)
    if found is None:
        raise BadRecord(
            f"{file_name}: this format says its region in the file's name alone; "
            "give it back its name time_series_<REGION>_<start>_<end>.csv"
        )
    return found["geo"]


def _resolution(periods: Sequence[str]) -> str:
    """What the first step between two periods says: the format does not."""
    try:
        days = [date.fromisoformat(period) for period in periods[:2]]
        return _STEPS[(days[1] - days[0]).days]
    except (ValueError, KeyError, IndexError):
        return "Time"
