"""The landing zone's record: one HTTP answer with its request, its outcome and its body verbatim."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """How an attempt ended. Only FAILED makes a run exit 1."""

    OK = "ok"
    EMPTY = "empty"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True)
class Outcome:
    """What became of one request, its retries included.

    Args:
        http_status: the last answer's, None when none came.
        bytes: length of the last body.
        seconds: from the first try to the last answer, waits included.
        attempts: tries made.
        message: for a person; empty when ok.
        server: the answer's Server header; the simulator names itself there.
    """

    status: Status
    http_status: int | None
    bytes: int
    seconds: float
    attempts: int
    message: str = ""
    server: str = ""


@dataclass(frozen=True)
class Envelope:
    """One line of a landed object.

    Args:
        source: its source's name.
        subject: a ticker, an article, a series, ...
        start: first day asked for.
        end: last day asked for.
        today: the date that the run took for today; no row of it or later is made.
        request: path and parameters as sent, without secrets.
        context: what the body does not say of itself.
        outcome: what became of the request.
        extracted_at: when the answer came, UTC.
        body: verbatim text; None when no answer came.
    """

    source: str
    subject: str
    start: date
    end: date
    today: date
    request: Mapping[str, Any]
    context: Mapping[str, Any]
    outcome: Outcome
    extracted_at: datetime
    body: str | None

    def to_line(self) -> str:
        """One line of JSON, without its newline."""
        return json.dumps(asdict(self), default=_text, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_line(cls, line: str) -> "Envelope":
        """Read a line back.

        Raises:
            ValueError, KeyError, TypeError: the line is not an envelope.
        """
        record = json.loads(line)
        return cls(
            source=record["source"],
            subject=record["subject"],
            start=date.fromisoformat(record["start"]),
            end=date.fromisoformat(record["end"]),
            today=date.fromisoformat(record["today"]),
            request=record["request"],
            context=record["context"],
            outcome=Outcome(**{**record["outcome"], "status": Status(record["outcome"]["status"])}),
            extracted_at=datetime.fromisoformat(record["extracted_at"]),
            body=_text_or_none(record["body"]),
        )


def _text_or_none(body: object) -> str | None:
    if body is None or isinstance(body, str):
        return body
    raise TypeError(f"its body is no text but of type {type(body).__name__}")


def _text(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"{value!r} does not belong into an envelope")
