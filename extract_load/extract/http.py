"""One HTTP try: paced, within a time budget, and whatever comes of it turned into an `Answer`."""

import math
import re
import threading
import time
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError

from extract_load.config import Settings
from extract_load.extract.body import UnusableAnswer, WatchedAdapter, ended_after, unpacked
from extract_load.extract.encoding import decode
from extract_load.source import Api, Request
from extract_load.taxonomy import Answer

_VERSION = "0.1"
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 3
_PIECE = 1 << 14
_SHOWN = 200
_FAILURES = (requests.RequestException, HTTPError, HTTPException, OSError, ValueError, zlib.error)
"""What asking may raise: requests lets some of urllib3's own through, and of addresses that are none."""


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
        self._base = (settings.providers_url or source.host(settings)).rstrip("/")
        self._secret_params = source.secret_params(settings)
        self._deadline = deadline
        self._session = requests.Session()
        adapter = WatchedAdapter(pool_maxsize=source.provider.concurrency)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)
        self._session.headers.update(
            {
                "User-Agent": user_agent(settings.contact),
                "Accept-Encoding": "gzip, deflate",
                **source.headers(settings),
            }
        )
        self.pacer = Pacer(math.inf if settings.providers_url else source.provider.per_second)

    def get(self, request: Request) -> Answer:
        """Ask once. What goes wrong is part of the answer, not raised."""
        seconds = max(1.0, min(self._provider.timeout, self._deadline.left()))
        with ended_after(seconds) as watch:
            try:
                params = {**request.params, **self._secret_params}
                answer = self._asked(self._base + request.path, params, seconds)
            except _FAILURES as error:
                answer = Answer(error=_known(error))
        # a body without a length ends as if it were whole when its connection is shut down
        return Answer(error=requests.Timeout(f"not whole after {seconds:.0f} s")) if watch.is_over else answer

    def _asked(self, url: str, params: Mapping[str, str], seconds: float) -> Answer:
        for _ in range(_MOST_REDIRECTS + 1):
            with self._session.get(
                url, params=params, timeout=seconds, stream=True, allow_redirects=False
            ) as response:
                if response.status_code not in _REDIRECTS or "Location" not in response.headers:
                    return self._answer(response)
                url, params = self._redirected(response.url, response.headers["Location"]), {}
        raise UnusableAnswer(f"more than {_MOST_REDIRECTS} redirects")

    def _redirected(self, url: str, location: str) -> str:
        """Where to ask next: of the provider's own host alone, which our key and name are for."""
        target = urljoin(url, location)
        parts, own = urlsplit(target), urlsplit(self._base)
        if (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
            shown = f"{parts.scheme}://{parts.netloc}{parts.path}"  # the query may hold our key
            raise UnusableAnswer(f"a redirect to another host: {shown[:_SHOWN]!r}")
        return target

    def _answer(self, response: requests.Response) -> Answer:
        packing = response.headers.get("Content-Encoding", "").strip().lower()
        pieces = response.raw.stream(_PIECE, decode_content=False)
        content = unpacked(pieces, packing, self._provider.most_bytes)
        text, encoding = decode(content)
        return Answer(
            status=response.status_code,
            text=text,
            size=len(content),
            server="".join(filter(str.isprintable, response.headers.get("Server", "")[:_SHOWN])),
            encoding=encoding,
            retry_after=_seconds(response.headers.get("Retry-After", "")),
        )

    def close(self) -> None:
        """Close the connections."""
        self._session.close()


def _known(error: Exception) -> requests.RequestException:
    """The exception as one that the table of answers knows."""
    if isinstance(error, requests.RequestException):
        return error
    if isinstance(error, ReadTimeoutError):
        return requests.Timeout(str(error))
    if isinstance(error, ProtocolError | zlib.error):
        return requests.exceptions.ChunkedEncodingError(str(error))
    # what follows an address's question mark may be our key
    return UnusableAnswer(f"{type(error).__name__}: {str(error).partition('?')[0]}")


def _seconds(retry_after: str) -> float | None:
    """What a Retry-After header says, in seconds or as a date; None if it says nothing."""
    if re.fullmatch("[0-9]{1,9}", retry_after):
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
        return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
