"""GDELT DOC 2.0, `timelinevolraw`: articles that match a query, and all articles, per day.

The bucket follows from the span: more than a week makes days. Errors are sentences, mostly with status 200.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from extract_load.envelope import Envelope, Status
from extract_load.source import Api, BadRecord, Columns, Provider, Request, Table, Window
from extract_load.taxonomy import OK, Action, Rule, Verdict, give_up, retry
from extract_load.values import columns_of, from_json, is_before

TIMELINE = Table(
    "gdelt_timeline", {"query": "text", "series": "text", "date": "day", "value": "bigint", "norm": "bigint"}
)

_SHORTEST = timedelta(days=9)
"""From the first to the last day of the shortest span that surely makes daily buckets."""

_RULES = (
    Rule(retry("too many requests: {body}"), statuses=(200, 429), body="^Please limit requests"),
    Rule(give_up("GDELT does not take the query: {body}"), statuses=(200,), body=r"^\ufeff?\s*[A-Za-z]"),
)


@dataclass(frozen=True)
class Gdelt(Api):
    """Timelines of `queries`, by our own names for them."""

    provider: Provider
    queries: Mapping[str, str]
    revision_days: int
    first_day: date
    name: str = "gdelt"
    tables: tuple[Table, ...] = (TIMELINE,)
    rules: tuple[Rule, ...] = _RULES

    @property
    def subjects(self) -> tuple[str, ...]:  # type: ignore[override]  # derived instead of stored
        """The names of the queries."""
        return tuple(self.queries)

    def requests(self, subjects: Iterable[str], window: Window, today: date) -> Iterator[Request]:
        """One request per query, however long the window, and long enough for days."""
        window = self._long_enough(window, today)
        for subject in subjects:
            params = {
                "query": self.queries[subject],
                "mode": "timelinevolraw",
                "format": "json",
                "startdatetime": f"{window.start:%Y%m%d}000000",
                "enddatetime": f"{window.end:%Y%m%d}235959",
            }
            context = {"query": self.queries[subject]}
            yield Request(subject, window, "/api/v2/doc/doc", params, context)

    def _long_enough(self, window: Window, today: date) -> Window:
        start = min(window.start, max(self.first_day, window.end - _SHORTEST))
        return Window(start, max(window.end, min(start + _SHORTEST, today - timedelta(days=1))))

    def inspect(self, request: Request, body: str) -> Verdict:  # noqa: ARG002
        """Daily buckets; an empty answer is empty, never zero."""
        document = _document(body)
        if not any(True for _ in _points(document)):
            return Verdict(Action.TAKE, Status.EMPTY, "no data: none in the window, or GDELT is degraded")
        resolution = (document.get("query_details") or {}).get("date_resolution")
        return OK if resolution == "day" else give_up(f"buckets of {resolution!r} instead of days")

    def rows(self, envelope: Envelope) -> Iterator[tuple[Table, Columns]]:
        """One row per day before the run's today."""
        for series, points in _points(_document(envelope.body or "")):
            settled = [point for point in points if is_before(point.get("date"), envelope.today)]
            constant = {"query": envelope.context["query"], "series": series}
            columns = {name: [value] * len(settled) for name, value in constant.items()}
            yield TIMELINE, columns | columns_of(("date", "value", "norm"), settled)


def _document(body: str) -> dict[str, Any]:
    """The answer's object; a second attempt doubles the backslashes that GDELT forgets to escape."""
    try:
        document = from_json(body)
    except BadRecord:
        document = from_json(re.sub(r'\\(?!["\\/bfnrtu])', r"\\\\", body))
    if not isinstance(document, (dict, list)):
        raise BadRecord(f"not a timeline: it begins with {body[:80]!r}")
    return document if isinstance(document, dict) else {"timeline": document}


def _points(document: Mapping[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for series in document.get("timeline") or []:
        if not isinstance(series, dict):
            raise BadRecord("a timeline that holds no series")
        if series.get("data"):
            yield series.get("series", ""), series["data"]
