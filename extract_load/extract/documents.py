"""Find whole documents among what has landed: the newest that may be used, the newest that was refused."""

from collections.abc import Iterator
from datetime import date

from extract_load.envelope import Envelope, Status
from extract_load.extract.parts import SUFFIX, day_prefix, read_part
from extract_load.landing import Landing


def newest(landing: Landing, source: str, status: Status, until: date) -> Envelope | None:
    """A source's newest envelope of a status, of the day `until` or earlier; None if there is none."""
    for day in _days(landing, source, until):
        keys = [stored.key for stored in landing.list(day_prefix(source, day)) if stored.key.endswith(SUFFIX)]
        found = [e for key in keys for e in read_part(landing, key) if e.outcome.status is status]
        if found:
            return max(found, key=lambda envelope: envelope.extracted_at)
    return None


def _days(landing: Landing, source: str, until: date) -> Iterator[date]:
    """The days on which the source has landed anything, newest first."""
    prefix = f"{source}/date="
    texts = {stored.key.removeprefix(prefix).partition("/")[0] for stored in landing.list(prefix)}
    for text in sorted(texts, reverse=True):
        if text <= str(until):
            yield date.fromisoformat(text)
