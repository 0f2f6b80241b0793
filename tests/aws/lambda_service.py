"""A stand-in for the Lambda service: the runtime's API, which the real runtime client polls, and Invoke.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import json
import queue
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

ARN = "arn:aws:lambda:us-east-1:123456789012:function:bellwether-extract"
_WAIT_SECONDS = 60
_ALWAYS = {"Content-Type": "application/json"}
"""The client dies of an answer without it."""


class LambdaService:
    """Queues events for the one runtime that polls it, and collects what came of them, in their order."""

    def __init__(self, seconds: float = 900) -> None:
        self.seconds = seconds
        self.events: queue.Queue[dict[str, Any]] = queue.Queue()
        self.results: queue.Queue[dict[str, Any]] = queue.Queue()
        self.invoked: list[dict[str, Any]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def invoke(self, event: dict[str, Any]) -> dict[str, Any]:
        """What the function answers, or its error."""
        self.events.put(event)
        return self.result()

    def result(self) -> dict[str, Any]:
        """What the function answers next, or its error."""
        return self.results.get(timeout=_WAIT_SECONDS)


def _handler_of(service: LambdaService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            event = service.events.get()
            deadline = round(1000 * (time.time() + service.seconds))
            self._answer(
                200,
                event,
                {
                    "Lambda-Runtime-Aws-Request-Id": f"request-{id(event)}",
                    "Lambda-Runtime-Deadline-Ms": str(deadline),
                    "Lambda-Runtime-Invoked-Function-Arn": ARN,
                    "Lambda-Runtime-Trace-Id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0",
                },
            )

        def do_POST(self) -> None:
            content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path.endswith("/invocations"):
                kind = self.headers["X-Amz-Invocation-Type"]
                service.invoked.append({"path": self.path, "type": kind, "event": content})
                service.events.put(content)
            else:
                service.results.put(content)
            self._answer(202, None, {})

        def _answer(self, status: int, content: object, headers: dict[str, str]) -> None:
            body = b"" if content is None else json.dumps(content).encode()
            self.send_response(status)
            for name, value in {**_ALWAYS, **headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
            """Keep quiet."""

    return Handler
