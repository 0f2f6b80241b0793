"""Files that a person puts into the landing zone's inbox: wrapped verbatim, each version once."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime

from extract_load.config import NEW_YORK
from extract_load.envelope import Envelope, Outcome, Status
from extract_load.extract.encoding import decode
from extract_load.extract.state import State
from extract_load.landing import Landing, Stored
from extract_load.source import BadRecord, Inbox

LARGEST = 5_000_000
"""Bytes of a file that is read."""

_LONGEST_MESSAGE = 500


def inbox_prefix(source: str) -> str:
    """Where a source's files are dropped."""
    return f"inbox/{source}/"


def pending(landing: Landing, source: Inbox, landed: State) -> Iterator[tuple[Stored, bytes]]:
    """The files that are new or changed, with what is in them; for one that is too large, its size."""
    for stored in landing.list(inbox_prefix(source.name)):
        name = _name(source, stored)
        content = _read(landing, stored) if _is_taken(source, name) else None
        if content is not None and landed.files.get(name) != fingerprint(content):
            yield stored, content


def _read(landing: Landing, stored: Stored) -> bytes | None:
    if stored.size > LARGEST:
        # stands for the file, which nobody reads
        return f"{stored.size} bytes, {stored.version}".encode()
    found = landing.read(stored.key)
    return found and found[0]


def ignored(landing: Landing, source: Inbox) -> str:
    """A line that names what lies in the inbox and is not read; empty if there is nothing such."""
    names = [_name(source, stored) for stored in landing.list(inbox_prefix(source.name))]
    left = {"".join(name.partition("/")[:2]) for name in names if name and not _is_taken(source, name)}
    if not left:
        return ""
    place = inbox_prefix(source.name)
    return f"ignored, since only *{source.suffix} directly in {place} are read: {', '.join(sorted(left))}"


def fingerprint(content: bytes) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def wrap(source: Inbox, stored: Stored, content: bytes, today: date) -> Envelope:
    """A file as an envelope; refused with its reason if it is not an export that can be read."""
    text, encoding = decode(content)
    name = _name(source, stored)
    message = ""
    try:
        source.recognise(name, text)
    except BadRecord as error:
        message = str(error)
    except Exception as error:
        message = f"{name} is no export: {type(error).__name__}: {error}"
    if stored.size > LARGEST:
        message = f"{name} is larger than {LARGEST // 1_000_000} MB: no export is"
    # a run may take an earlier day for today than the machine that the file was dropped on
    dropped = min(stored.modified.astimezone(NEW_YORK).date(), today)
    context = {"file_name": name, "exported_on": str(dropped)}
    return Envelope(
        source=source.name,
        subject=name,
        start=today,
        end=today,
        today=today,
        request={"path": name},
        context=context if encoding == "utf-8" else {**context, "body_encoding": encoding},
        outcome=Outcome(
            status=Status.REFUSED if message else Status.OK,
            http_status=None,
            bytes=len(content),
            seconds=0.0,
            attempts=1,
            message=message[:_LONGEST_MESSAGE],
        ),
        extracted_at=datetime.now(UTC),
        body=text,
    )


def _is_taken(source: Inbox, name: str) -> bool:
    return "/" not in name and name.lower().endswith(source.suffix)


def _name(source: Inbox, stored: Stored) -> str:
    return stored.key.removeprefix(inbox_prefix(source.name))
