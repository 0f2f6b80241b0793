"""What a provider is asked and what it answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

JSON = "application/json; charset=utf-8"

_LIBRARY_AGENTS = ("python-requests", "python-urllib", "curl", "java/", "axios", "go-http-client", "okhttp")


@dataclass(frozen=True)
class Request:
    """A request on the clock's date; `parts` are the path's decoded segments, header names are lower case."""

    parts: tuple[str, ...]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    today: date

    def has_generic_agent(self) -> bool:
        """Whether the User-Agent is absent or a library's default, which some providers refuse."""
        agent = self.headers.get("user-agent", "").strip().lower()
        return not agent or agent.startswith(_LIBRARY_AGENTS)


@dataclass(frozen=True)
class Answer:
    """A response; the server adds the length and its own name."""

    body: bytes
    status: int = 200
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


def json_answer(value: object, status: int = 200, content_type: str = JSON) -> Answer:
    """An answer in compact JSON."""
    body = json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return Answer(body.encode(), status, content_type)


def text_answer(text: str, status: int = 200, content_type: str = "text/plain; charset=utf-8") -> Answer:
    """An answer in text."""
    return Answer(text.encode(), status, content_type)


def compact_date(text: str) -> date:
    """The date of `YYYYMMDD…`, whatever follows. Raises ValueError if there is none."""
    return datetime.strptime(text[:8], "%Y%m%d").replace(tzinfo=UTC).date()
