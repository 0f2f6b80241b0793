"""Landed objects: gzip NDJSON, one envelope a line, the same bytes for the same answers."""

import gzip
import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from extract_load.envelope import Envelope, Status
from extract_load.landing import Landing
from extract_load.source import Request, Window
from extract_load.unpack import Damaged, lines_of

SUFFIX = ".ndjson.gz"
_GZIP_LEVEL = 6
_log = logging.getLogger(__name__)
_DAMAGES = (Damaged, ValueError, KeyError, TypeError, AttributeError, RecursionError)
Identity = tuple[str, date, date, str]
"""What was asked: the subject, the window's ends, and the request as sent."""

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def day_prefix(source: str, today: date) -> str:
    """Where a run of `today` lands a source's objects."""
    return f"{source}/date={today}/"


def key_of(source: str, today: date, window: Window, name: str) -> str:
    """The key of an object, such as `fred/date=2025-07-01/2022-07-01_2025-06-30/part-0000.ndjson.gz`."""
    return f"{day_prefix(source, today)}{window.start}_{window.end}/{name}{SUFFIX}"


def read_part(landing: Landing, key: str) -> list[Envelope]:
    """The envelopes of an object; none, with a warning, if it is damaged: a run goes on without it."""
    found = landing.read(key)
    if found is None:
        return []
    try:
        return [Envelope.from_line(line.decode()) for _, line in lines_of(found[0])]
    except _DAMAGES as error:
        _log.warning("%s is damaged and left out (%s): restore it, or move it away", key, error)
        return []


def answered(landing: Landing, key: str) -> dict[Identity, Envelope]:
    """An object's envelopes by what was asked, without those that failed."""
    envelopes = read_part(landing, key)
    return {_identity(envelope): envelope for envelope in envelopes if _is_answer(envelope)}


def identity_of(request: Request) -> Identity:
    """The identity that the request's envelope will have."""
    sent = {"path": request.path, "params": dict(request.params)}
    return request.subject, request.window.start, request.window.end, str(sorted(sent.items()))


def write_part(landing: Landing, key: str, fresh: Sequence[Envelope], stable: Callable[[str], str]) -> bool:
    """Land envelopes under a key; returns whether anything had to be written.

    What is there already stays if it says the same, times aside. A good answer that is there and has no good
    successor among the fresh ones stays beside them: a failure never replaces it.
    """
    present = read_part(landing, key)
    renewed = {_identity(envelope) for envelope in fresh if envelope.outcome.status is Status.OK}
    kept = [
        envelope
        for envelope in present
        if envelope.outcome.status is Status.OK and _identity(envelope) not in renewed
    ]
    wanted = [*fresh, *kept]
    if present and _digest(present, stable) == _digest(wanted, stable):
        return False
    landing.write(key, _compressed(wanted))
    return True


def _compressed(envelopes: Iterable[Envelope]) -> bytes:
    text = "".join(envelope.to_line() + "\n" for envelope in envelopes)
    return gzip.compress(text.encode(), _GZIP_LEVEL, mtime=0)


def _is_answer(envelope: Envelope) -> bool:
    return envelope.outcome.status is not Status.FAILED


def _identity(envelope: Envelope) -> Identity:
    return envelope.subject, envelope.start, envelope.end, str(sorted(envelope.request.items()))


def _digest(envelopes: Iterable[Envelope], stable: Callable[[str], str]) -> str:
    digest = hashlib.sha256()
    for envelope in envelopes:
        timeless = replace(
            envelope,
            extracted_at=_NO_TIME,
            outcome=replace(envelope.outcome, seconds=0.0, attempts=0),
            body=None if envelope.body is None else stable(envelope.body),
        )
        digest.update(timeless.to_line().encode())
    return digest.hexdigest()
