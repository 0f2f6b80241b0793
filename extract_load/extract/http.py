"""One HTTP try: paced, within a time budget, and whatever comes of it turned into an `Answer`."""

import math
import threading
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests
from requests.adapters import HTTPAdapter

from extract_load.config import Settings
from extract_load.extract.encoding import decode
from extract_load.source import Api, Request
from extract_load.taxonomy import Answer

_VERSION = "0.1"


def user_agent(contact: str | None) -> str:
    """Who asks, and whom to reach about it (Wikimedia wants to know); Yahoo wants it browser-like."""
    product = f"compatible; Bellwether/{_VERSION}"
    return f"Mozilla/5.0 ({product}; {contact})" if contact else f"Mozilla/5.0 ({product})"


class Deadline:
    """When a run has to be over; `seconds` None means never."""

    def __init__(self, seconds: float | None = None) -> None:
        self._end = math.inf if seconds is None else time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left; negative afterwards."""
        return self._end - time.monotonic()


class Pacer:
    """Spaces the starts of requests to one provider; safe to use from several threads."""

    def __init__(self, per_second: float) -> None:
        self._per_second = per_second
        self._next = 0.0
        self._lock = threading.Lock()

    def reserve(self, weight: float) -> float:
        """Take the next turn; returns the seconds until it comes."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next)
            self._next = turn + weight / self._per_second
            return turn - now


class Transport:
    """A source's connections. Behind PROVIDERS_URL nothing is paced: rates are for the providers' hosts."""

    def __init__(self, source: Api, settings: Settings, deadline: Deadline) -> None:
        self._provider = source.provider
        self._base = (settings.providers_url or source.provider.url).rstrip("/")
        self._deadline = deadline
        self._session = requests.Session()
        adapter = HTTPAdapter(pool_maxsize=source.provider.concurrency)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)
        self._session.headers.update({"User-Agent": user_agent(settings.contact), **source.headers(settings)})
        self.pacer = Pacer(math.inf if settings.providers_url else source.provider.per_second)

    def get(self, request: Request) -> Answer:
        """Ask once. What goes wrong is part of the answer, not raised."""
        try:
            response = self._session.get(
                self._base + request.path,
                params=dict(request.params),
                timeout=max(1.0, min(self._provider.timeout, self._deadline.left())),
            )
        except requests.RequestException as error:
            return Answer(error=error)
        text, encoding = decode(response.content)
        return Answer(
            status=response.status_code,
            text=text,
            size=len(response.content),
            server=response.headers.get("Server", ""),
            encoding=encoding,
            retry_after=_seconds(response.headers.get("Retry-After", "")),
        )

    def close(self) -> None:
        """Close the connections."""
        self._session.close()


def _seconds(retry_after: str) -> float | None:
    """What a Retry-After header says, in seconds or as a date; None if it says nothing."""
    if retry_after.isdigit():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
