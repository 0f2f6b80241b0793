"""All providers on one port, with a clock that can be moved and faults on request.

POST /_simulator/clock?date=YYYY-MM-DD    move the clock
POST /_simulator/faults?rate=0.1          make that share of the requests fail
POST /_simulator/script                   a JSON list of `faults.Step`s; replaces the last one
GET  /_simulator/stats                    today, requests by provider, faults so far
"""

import json
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from infra.local.simulator import world
from infra.local.simulator.faults import Faults, Outcome
from infra.local.simulator.prices import bars
from infra.local.simulator.providers import provider_of
from infra.local.simulator.wire.exchange import Answer, Request, json_answer, text_answer

NAME = "bellwether-simulator"
"""The `Server` header of every response: how a client knows that what it reads is simulated."""

_NOT_FOUND = text_answer("No provider has this path.", 404)


class State:
    """What the requests share: the clock, the faults and the counts."""

    def __init__(self, today: date, rate: float, latency: float) -> None:
        self.faults = Faults(rate)
        self.latency = latency
        self._lock = threading.Lock()
        self._requests: Counter[str] = Counter()
        self.set_clock(today)

    def set_clock(self, today: date) -> None:
        """Move the clock. Raises ValueError outside the simulated world."""
        if not world.FIRST_DAY <= today <= world.LAST_DAY:
            raise ValueError(
                f"The simulated world lasts from {world.FIRST_DAY} to {world.LAST_DAY}, not {today}."
            )
        self.today = today

    def stats(self) -> dict[str, object]:
        """The clock's date, the number of requests by provider and the number of faults so far."""
        with self._lock:
            requests = dict(self._requests)
        return {"today": self.today.isoformat(), "requests": requests, "faults": self.faults.injected}

    def ask(self, target: str, headers: Mapping[str, str]) -> Outcome:
        """The outcome of a provider's request for `target`, path and query."""
        url = urlsplit(target)
        parts = tuple(unquote(part) for part in url.path.strip("/").split("/"))
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        provider = provider_of(parts)
        with self._lock:
            self._requests[provider.name if provider else "unknown"] += 1
        if provider is None:
            return Outcome(_NOT_FOUND)
        request = Request(parts, query, {name.lower(): value for name, value in headers.items()}, self.today)
        return self.faults.apply(target, lambda: provider.answer(request), provider.throttled)

    def control(self, target: str, body: bytes) -> Answer:
        """Obey one of the POST requests listed above."""
        url = urlsplit(target)
        query = dict(parse_qsl(url.query))
        try:
            if url.path == "/_simulator/clock":
                self.set_clock(date.fromisoformat(query["date"]))
            elif url.path == "/_simulator/faults":
                self.faults.rate = float(query["rate"])
            elif url.path == "/_simulator/script":
                self.faults.script(json.loads(body))
            else:
                return _NOT_FOUND
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            return json_answer({"error": f"{type(error).__name__}: {error}"}, 400)
        return json_answer(self.stats())


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, state: State) -> None:
        self.state = state
        super().__init__(("127.0.0.1", port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def version_string(self) -> str:
        return NAME

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Keep quiet: the counts are in the statistics."""

    def do_GET(self) -> None:
        state = self.server.state
        if self.path == "/_simulator/stats":
            self._send(json_answer(state.stats()))
            return
        outcome = state.ask(self.path, dict(self.headers.items()))
        time.sleep(state.latency / 1000 + outcome.seconds)
        if outcome.transport == "hangup":
            self.close_connection = True
            return
        self._send(outcome.answer, truncated=outcome.transport == "truncate")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._send(self.server.state.control(self.path, body))

    def _send(self, answer: Answer, truncated: bool = False) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body[: len(answer.body) // 2] if truncated else answer.body)
        self.close_connection = self.close_connection or truncated


class Simulator:
    """The providers on 127.0.0.1 in threads of this process, for as long as the `with` block lasts.

    `port` 0 takes a free one; `faults` is the share of requests that fail, `latency` is in milliseconds.
    """

    def __init__(
        self, today: date = world.DEFAULT_TODAY, port: int = 0, faults: float = 0.0, latency: float = 0.0
    ) -> None:
        self._state = State(today, faults, latency)
        self._server = _Server(port, self._state)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        bars()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where the providers answer: what PROVIDERS_URL is to be."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def set_clock(self, today: date) -> None:
        """Move the clock. Raises ValueError outside the simulated world."""
        self._state.set_clock(today)

    def set_faults(self, rate: float) -> None:
        """Make that share of the requests fail."""
        self._state.faults.rate = rate

    def script(self, steps: Sequence[Mapping[str, object]]) -> None:
        """Say what happens to the next matching requests, see `faults.Step`; replaces the last script."""
        self._state.faults.script(steps)

    def stats(self) -> dict[str, object]:
        """The clock's date, the number of requests by provider and the number of faults so far."""
        return self._state.stats()
