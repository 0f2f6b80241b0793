"""What an answer means: (status, exception, body) to retry, give up or take it, with a message for a person.

A source's own rules come before `COMMON`; the first rule that fits decides. A 200 that no rule fits goes to
the source's `inspect`.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

import requests

from extract_load.envelope import Status
from extract_load.extract.body import UnusableAnswer


class Action(StrEnum):
    """What to do after an answer. STOP gives up this request and asks the source nothing more in this run."""

    TAKE = "take"
    RETRY = "retry"
    GIVE_UP = "give up"
    STOP = "stop"


@dataclass(frozen=True)
class Verdict:
    """What one answer amounts to.

    Args:
        action: what to do now.
        status: the outcome if nothing better comes.
        message: why, for a person; empty when ok.
        wait: seconds before a retry, where the provider's quota says more than backoff would.
        is_odd: whether there is a good answer of which nothing can be made.
    """

    action: Action
    status: Status
    message: str = ""
    wait: float = 0.0
    is_odd: bool = False


OK = Verdict(Action.TAKE, Status.OK)


def give_up(message: str) -> Verdict:
    """The answer is wrong and will stay so."""
    return Verdict(Action.GIVE_UP, Status.FAILED, message)


def retry(message: str) -> Verdict:
    """The answer is wrong; the next one may be right."""
    return Verdict(Action.RETRY, Status.FAILED, message)


def odd(message: str) -> Verdict:
    """The answer is none of those that the provider gives; the next one may be."""
    return Verdict(Action.RETRY, Status.FAILED, message, is_odd=True)


@dataclass(frozen=True)
class Answer:
    """What one try brought: an HTTP answer, or the exception that came instead.

    Args:
        error: the exception; status is None then.
        retry_after: seconds that the provider asks to wait, None if it does not.
    """

    status: int | None = None
    text: str = ""
    size: int = 0
    server: str = ""
    encoding: str = "utf-8"
    retry_after: float | None = None
    error: requests.RequestException | None = None


@dataclass(frozen=True)
class Rule:
    """A row of the table: which answers it fits, and what they amount to.

    Args:
        verdict: its message may use {status}, {error} and {detail} (the exception's name and words), and
            {body} (the body's beginning).
        statuses: HTTP statuses; any when empty.
        body: a pattern searched in the body's beginning.
        error: the exception that came instead of an answer.
    """

    verdict: Verdict
    statuses: Collection[int] = ()
    body: str = ""
    error: type[requests.RequestException] | None = None

    def fits(self, answer: Answer) -> bool:
        """Whether this row decides about the answer."""
        if self.error is not None or answer.error is not None:
            return self.error is not None and isinstance(answer.error, self.error)
        if self.statuses and answer.status not in self.statuses:
            return False
        return not self.body or re.search(self.body, answer.text[:_BEGINNING]) is not None


COMMON = (
    Rule(give_up("the answer cannot be used: {detail}"), error=UnusableAnswer),
    Rule(retry("no answer in time ({error})"), error=requests.Timeout),
    Rule(retry("the answer was cut off ({error})"), error=requests.exceptions.ChunkedEncodingError),
    Rule(retry("the connection failed ({error})"), error=requests.ConnectionError),
    Rule(retry("the request failed ({error})"), error=requests.RequestException),
    Rule(retry("too many requests: HTTP {status}, {body}"), statuses=(429,)),
    Rule(retry("the provider has trouble: HTTP {status}, {body}"), statuses=(408, 425, *range(500, 600))),
    Rule(
        Verdict(Action.STOP, Status.FAILED, "the provider turns us away: HTTP {status}, {body}"),
        statuses=(401, 403, 407, 451),
    ),
    Rule(retry("an HTML page instead of data: {body}"), statuses=(200,), body=r"^\s*<"),
    Rule(give_up("HTTP {status}: {body}"), statuses=(*range(201, 408), *range(409, 500))),
)

_BEGINNING = 4000
_SHOWN = 200


def judge(answer: Answer, rules: Iterable[Rule]) -> Verdict | None:
    """The verdict of the first rule that fits, None where none does: a 200 to be inspected."""
    for rule in (*rules, *COMMON):
        if rule.fits(answer):
            return _explained(rule.verdict, answer)
    return None


def _explained(verdict: Verdict, answer: Answer) -> Verdict:
    shown = {
        "status": answer.status,
        "error": type(answer.error).__name__,
        "detail": str(answer.error)[:_SHOWN],
        "body": " ".join(answer.text[:_SHOWN].split()) or "no text",
    }
    return Verdict(verdict.action, verdict.status, verdict.message.format(**shown), verdict.wait)
