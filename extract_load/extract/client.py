"""Ask a provider many things: side by side, with retries, until done, out of time, or clearly not wanted."""

import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Any, NamedTuple, Self

from tenacity import RetryCallState, Retrying, retry_if_result, wait_exponential, wait_random

from extract_load.config import Settings
from extract_load.envelope import Envelope, Outcome, Status
from extract_load.extract.http import Deadline, Transport
from extract_load.source import Api, BadRecord, Request, Window
from extract_load.taxonomy import Action, Answer, Verdict, judge, odd, retry

TRIES = 6
_BACKOFF = wait_exponential(multiplier=0.25, max=30) + wait_random(0, 0.25)
_JITTER = wait_random(0, 0.1)
_LONGEST_WAIT = 120.0
_LONGEST_MESSAGE = 500
_IN_A_ROW = 3
"""Requests that failed after all their tries, one after the other, before a provider is left alone."""

_ODD_IN_A_ROW = 12
"""As many where it does answer, and nothing can be made of what it says: that may be a few subjects' own."""

_AHEAD = 8
"""Requests begun per connection before the oldest is done: bounds memory, and one slow answer stops none."""


class _Trial(NamedTuple):
    answer: Answer
    verdict: Verdict


class Client:
    """One source's requests in one run, inside a `with` block; a failed one is an envelope like any other."""

    def __init__(self, source: Api, settings: Settings, deadline: Deadline) -> None:
        """Open the connections.

        Raises:
            ConfigError: the environment lacks the source's key.
        """
        self._source = source
        self._today = settings.today
        self._deadline = deadline
        self._transport = Transport(source, settings, deadline)
        self._pool = ThreadPoolExecutor(source.provider.concurrency, thread_name_prefix=source.name)
        self._stopped = threading.Event()
        self._stopped_because = ""
        self._failed_in_a_row = 0
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop("the run was interrupted")
        self._pool.shutdown(cancel_futures=True)
        self._transport.close()

    def ask(self, asked: Iterable[Request]) -> Iterator[Envelope]:
        """An envelope for each request, in their order."""
        futures = (self._pool.submit(self._fetch, request) for request in asked)
        return _in_order(futures, _AHEAD * self._source.provider.concurrency)

    def _fetch(self, request: Request) -> Envelope:
        began = time.monotonic()
        if reason := self._reason_not_to_ask():
            return failure(self._source, request.subject, request.window, self._today, reason)
        retrying = Retrying(
            retry=retry_if_result(lambda trial: trial.verdict.action is Action.RETRY),
            stop=self._is_hopeless,
            wait=_wait,
            sleep=self._sleep,
            retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
        )
        trial: _Trial = retrying(self._try, request)
        self._notice(trial.verdict)
        return self._envelope(request, trial, time.monotonic() - began, retrying.statistics["attempt_number"])

    def _try(self, request: Request) -> _Trial:
        self._sleep(self._transport.pacer.reserve(request.weight))
        if reason := self._reason_not_to_ask():
            return _Trial(Answer(), Verdict(Action.GIVE_UP, Status.FAILED, reason))
        answer = self._transport.get(request)
        return _Trial(answer, judge(answer, self._source.rules) or self._inspected(request, answer))

    def _inspected(self, request: Request, answer: Answer) -> Verdict:
        """A 200's verdict: ok only if rows can be made of it. However odd it is, the others go on."""
        try:
            verdict = self._source.inspect(request, answer.text)
            if verdict.status is Status.OK and not self._source.is_document:
                envelope = self._envelope(request, _Trial(answer, verdict), 0.0, 1)
                deque(self._source.rows(envelope), maxlen=0)
                self._source.closes(envelope)
        except BadRecord as error:
            return odd(str(error))
        except Exception as error:
            return odd(f"not what was asked for: {type(error).__name__}: {error}")
        return verdict

    def _reason_not_to_ask(self) -> str:
        if self._stopped.is_set():
            return f"not asked: {self._stopped_because}"
        return "not asked: out of time budget" if self._deadline.left() <= 0 else ""

    def _is_hopeless(self, state: RetryCallState) -> bool:
        too_long = state.upcoming_sleep > min(_LONGEST_WAIT, self._deadline.left())
        return too_long or self._stopped.is_set() or state.attempt_number >= TRIES

    def _sleep(self, seconds: float) -> None:
        if seconds > 0:
            self._stopped.wait(min(seconds, max(0.0, self._deadline.left())))

    def _notice(self, verdict: Verdict) -> None:
        """Leave the provider alone once it says so, or answers nobody any more."""
        with self._lock:
            exhausted = verdict.action is Action.RETRY
            self._failed_in_a_row = self._failed_in_a_row + 1 if exhausted else 0
            most = _ODD_IN_A_ROW if verdict.is_odd else _IN_A_ROW
            if verdict.action is Action.STOP:
                self._stop(verdict.message)
            elif self._failed_in_a_row >= most:
                self._stop(f"blocked or down, {most} requests in a row failed: {verdict.message}")

    def _stop(self, reason: str) -> None:
        if not self._stopped.is_set():
            self._stopped_because = reason
            self._stopped.set()

    def _envelope(self, request: Request, trial: _Trial, seconds: float, attempts: int) -> Envelope:
        answer, verdict = trial
        encoding = {} if answer.encoding == "utf-8" else {"body_encoding": answer.encoding}
        return Envelope(
            source=self._source.name,
            subject=request.subject,
            start=request.window.start,
            end=request.window.end,
            today=self._today,
            request={"path": request.path, "params": dict(request.params)},
            context={**request.context, **encoding},
            outcome=Outcome(
                status=verdict.status,
                http_status=answer.status,
                bytes=answer.size,
                seconds=round(seconds, 3),
                attempts=attempts,
                message=verdict.message[:_LONGEST_MESSAGE],
                server=answer.server,
            ),
            extracted_at=datetime.now(UTC),
            body=None if answer.status is None else answer.text,
        )


def failure(source: Api, subject: str, window: Window, today: date, message: str) -> Envelope:
    """The envelope of something that was not even asked."""
    return Envelope(
        source=source.name,
        subject=subject,
        start=window.start,
        end=window.end,
        today=today,
        request={},
        context={},
        outcome=Outcome(Status.FAILED, http_status=None, bytes=0, seconds=0.0, attempts=0, message=message),
        extracted_at=datetime.now(UTC),
        body=None,
    )


def _wait(state: RetryCallState) -> float:
    """As long as the provider asks for, where it does, else its quota's time or backoff."""
    answer, verdict = state.outcome.result() if state.outcome else (Answer(), retry(""))
    if answer.retry_after is not None:
        return float(answer.retry_after + _JITTER(state))
    return float(max(verdict.wait, _BACKOFF(state)))


def _in_order(futures: Iterable[Future[Envelope]], ahead: int) -> Iterator[Envelope]:
    """The futures' results in order, with at most `ahead` of them begun and not yet taken."""
    begun: deque[Future[Any]] = deque()
    for future in futures:
        begun.append(future)
        if len(begun) >= ahead:
            yield begun.popleft().result()
    while begun:
        yield begun.popleft().result()
