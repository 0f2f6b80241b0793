"""What goes wrong on purpose: a share of all requests, or the next few that match."""

import random
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Literal, get_args

from infra.local.simulator.wire.exchange import Answer, text_answer

Action = Literal["hangup", "truncate", "html"]
Transport = Literal["hangup", "truncate"]

_HTML = "<html><body>Will be right back...</body></html>"
_KEYS = {"match", "status", "body", "headers", "replace", "times", "action", "seconds"}


@dataclass
class Step:
    """What happens to the next `times` requests whose path and query contain `match`.

    `seconds` pass first. What is given of `status`, `body` and `headers` replaces the real answer's (a 429
    without a body is the provider's own), and in the body each key of `replace` becomes its value. `action`
    says how that is sent: not at all (hangup), half of it (truncate), or an HTML page instead (html).
    """

    match: str
    status: int | None = None
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    replace: Mapping[str, str] = field(default_factory=dict)
    times: int = 1
    action: Action | None = None
    seconds: float = 0.0

    @classmethod
    def of(cls, entry: Mapping[str, object]) -> "Step":
        """A step from a script's JSON. Raises ValueError naming what is wrong with it."""
        unknown = entry.keys() - _KEYS
        if unknown or "match" not in entry:
            raise ValueError(f"A step needs 'match' and knows {sorted(_KEYS)}; got {sorted(entry)}.")
        if entry.get("action") not in (None, *get_args(Action)):
            raise ValueError(f"'action' is one of {get_args(Action)}; got {entry['action']!r}.")
        return cls(**entry)  # type: ignore[arg-type]

    def changed(self, answer: Answer) -> Answer:
        """The real answer with this step's changes."""
        text = answer.body.decode() if self.body is None else self.body
        for old, new in self.replace.items():
            text = text.replace(old, new)
        headers = {**answer.headers, **{name.lower(): value for name, value in self.headers.items()}}
        kind = headers.pop("content-type", "text/plain" if self.body is not None else answer.content_type)
        return Answer(text.encode(), self.status or answer.status, kind, headers)


@dataclass(frozen=True)
class Outcome:
    """What to send, and whether the connection fails under it."""

    answer: Answer
    transport: Transport | None = None
    seconds: float = 0.0


class Faults:
    """The current script and rate; safe to use from several threads."""

    def __init__(self, rate: float = 0.0) -> None:
        self.rate = rate
        self.injected = 0
        self._steps: list[Step] = []
        self._dice = random.Random(7)  # noqa: S311 - dice that fall the same way every time
        self._lock = threading.Lock()

    def script(self, entries: Sequence[Mapping[str, object]]) -> None:
        """Replace what is left of the script. Raises ValueError for an entry that makes no sense."""
        steps = [Step.of(entry) for entry in entries]
        with self._lock:
            self._steps = steps

    def apply(self, target: str, real: Callable[[], Answer], throttled: Answer) -> Outcome:
        """The outcome of a request for `target` (path and query), whose true answer `real` computes."""
        with self._lock:
            step = self._next_step(target)
            kind = None if step or self._dice.random() >= self.rate else self._dice.randrange(len(_RANDOM))
            self.injected += step is not None or kind is not None
        if step:
            return _scripted(step, real, throttled)
        return Outcome(real()) if kind is None else _RANDOM[kind](real, throttled)

    def _next_step(self, target: str) -> Step | None:
        for step in self._steps:
            if step.times > 0 and step.match in target:
                step.times -= 1
                return step
        return None


def _scripted(step: Step, real: Callable[[], Answer], throttled: Answer) -> Outcome:
    if step.action == "html":
        return Outcome(text_answer(_HTML, content_type="text/html"), seconds=step.seconds)
    answer = throttled if step.status == HTTPStatus.TOO_MANY_REQUESTS else real()
    return Outcome(step.changed(answer), step.action, step.seconds)


_RANDOM: tuple[Callable[[Callable[[], Answer], Answer], Outcome], ...] = (
    lambda _, throttled: Outcome(replace(throttled, headers={**throttled.headers, "retry-after": "1"})),
    lambda _, __: Outcome(text_answer("Internal Server Error", 500)),
    lambda real, _: Outcome(real(), "hangup"),
    lambda real, _: Outcome(real(), "truncate"),
    lambda _, __: Outcome(text_answer(_HTML, content_type="text/html")),
)
