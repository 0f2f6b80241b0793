"""Wikimedia pageviews REST: daily views, UTC days, one article per request; a rename splits its series."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from extract_load.envelope import Envelope, Status
from extract_load.source import Api, BadRecord, Columns, Provider, Request, Table, Window
from extract_load.taxonomy import OK, Action, Rule, Verdict
from extract_load.values import columns_of, from_json, is_before

PAGEVIEWS = Table(
    "wikimedia_pageviews",
    {
        "project": "text",
        "article": "text",
        "access": "text",
        "agent": "text",
        "timestamp": "day",
        "views": "bigint",
    },
)
_BASE = "/api/rest_v1/metrics/pageviews/per-article/en.wikipedia/all-access/user"
_RULES = (
    Rule(
        Verdict(Action.TAKE, Status.NOT_FOUND, "no such article, or no views published for these days yet"),
        statuses=(404,),
        body=r'(?s)^(?!.*not_found#route).*("detail":|HyperSwitch/errors/not_found)',
    ),
    Rule(
        Verdict(Action.STOP, Status.FAILED, "Wikimedia wants a user agent that says who we are: {body}"),
        statuses=(403,),
    ),
)


@dataclass(frozen=True)
class Wikimedia(Api):
    """Views by people, on all devices, of English Wikipedia's articles: titles with underscores."""

    provider: Provider
    subjects: tuple[str, ...]
    revision_days: int
    first_day: date
    name: str = "wikimedia"
    tables: tuple[Table, ...] = (PAGEVIEWS,)
    rules: tuple[Rule, ...] = _RULES

    def requests(self, subjects: Iterable[str], window: Window, today: date) -> Iterator[Request]:  # noqa: ARG002
        """One request per article."""
        for article in subjects:
            days = f"{window.start:%Y%m%d}/{window.end:%Y%m%d}"
            yield Request(article, window, f"{_BASE}/{quote(article, safe='')}/daily/{days}")

    def inspect(self, request: Request, body: str) -> Verdict:  # noqa: ARG002
        """At least one day."""
        if _items(body):
            return OK
        return Verdict(Action.TAKE, Status.EMPTY, "no views published for these days")

    def rows(self, envelope: Envelope) -> Iterator[tuple[Table, Columns]]:
        """One row per day before the run's today; a day that is not there is unknown.

        The article is the one asked for: an answer may spell it percent-encoded.
        """
        items = [
            item for item in _items(envelope.body or "") if is_before(item.get("timestamp"), envelope.today)
        ]
        yield PAGEVIEWS, columns_of(PAGEVIEWS.columns, items) | {"article": [envelope.subject] * len(items)}


def _items(body: str) -> list[dict[str, Any]]:
    document = from_json(body)
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise BadRecord(f"not pageviews: it begins with {body[:80]!r}")
    return items
