"""How a run of extract ended, in numbers and in words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from extract_load.envelope import Envelope, Status

_SHOWN = 5


class Trouble(NamedTuple):
    """A way to end that a person should know of."""

    status: Status
    message: str


_TROUBLE = (Status.FAILED, Status.REFUSED)


@dataclass
class SourceReport:
    """One source's run.

    Args:
        source: its name.
        expected: how many outcomes there will be, unless the run breaks off.
        statuses: how many outcomes there are of each status.
        trouble: what failed or was refused, and which subjects (none: the source as a whole).
        written: objects written.
        unchanged: objects that said the same already.
        kept: how many of the outcomes are answers to an earlier run of the day, not asked for again.
        out_of_time: whether the time budget ended before all was asked.
        seconds: what it took.
        note: what else a person should know.
        hint: what a person can do about it now; not kept, because it passes.
    """

    source: str
    expected: int = 0
    statuses: Counter[Status] = field(default_factory=Counter)
    trouble: dict[Trouble, list[str]] = field(default_factory=dict)
    written: int = 0
    unchanged: int = 0
    kept: int = 0
    out_of_time: bool = False
    seconds: float = 0.0
    note: str = ""
    hint: str = ""

    def add(self, envelopes: Iterable[Envelope], written: bool) -> None:
        """Count the outcomes of one object, and whether it had to be written."""
        for envelope in envelopes:
            outcome = envelope.outcome
            self.statuses[outcome.status] += 1
            if outcome.status in _TROUBLE:
                trouble = Trouble(outcome.status, outcome.message)
                self.trouble.setdefault(trouble, []).append(envelope.subject)
        self.written += written
        self.unchanged += not written

    @property
    def answered(self) -> int:
        """How many requests of this run got an answer, whatever it says."""
        return self.statuses.total() - self.statuses[Status.FAILED] - self.kept

    @property
    def share(self) -> float:
        """How much of what was to be asked has an answer, whichever run of the day got it: 0 to 1."""
        expected = max(self.expected, self.statuses.total())
        return (self.statuses.total() - self.statuses[Status.FAILED]) / expected if expected else 1.0

    def measures(self) -> dict[str, float]:
        """What is watched: counts by status, `AnsweredShare` in percent, seconds."""
        return {
            "Landed": self.statuses[Status.OK],
            "Failed": self.statuses[Status.FAILED],
            "Refused": self.statuses[Status.REFUSED],
            "AnsweredShare": round(100 * self.share, 1),
            "Seconds": round(self.seconds, 3),
        }

    def fail(self, message: str) -> None:
        """Count the source as a whole as failed."""
        self.statuses[Status.FAILED] += 1
        self.trouble[Trouble(Status.FAILED, message)] = []

    def summary(self) -> dict[str, Any]:
        """What `status` shows of the last run, all troubles and subjects included."""
        return {
            "expected": self.expected,
            "statuses": {str(status): count for status, count in sorted(self.statuses.items())},
            "trouble": [_told(trouble, subjects) for trouble, subjects in self.trouble.items()],
            "note": self.note,
        }

    def lines(self) -> Iterator[str]:
        """For a person: one line, and one for each of the first troubles."""
        counts = ", ".join(f"{count} {status}" for status, count in sorted(self.statuses.items()))
        landed = f"{self.written} written, {self.unchanged} unchanged" if counts else ""
        kept = f"{self.kept} answered before" if self.kept else ""
        parts = (counts, kept, landed, self.note, self.hint, f"{self.seconds:.1f} s")
        yield f"{self.source:18} {' | '.join(part for part in parts if part)}"
        for trouble, subjects in list(self.trouble.items())[:_SHOWN]:
            yield f"    {_told(trouble, subjects, _SHOWN)}"
        more = max(0, len(self.trouble) - _SHOWN)
        if more or any(len(subjects) > _SHOWN for subjects in self.trouble.values()):
            told = f"and {more} more troubles; " if more else ""
            yield f"    {told}`python -m extract_load status` tells all of it"

    def refusals(self) -> Iterator[str]:
        """What was refused, one line for each reason."""
        for trouble, subjects in self.trouble.items():
            if trouble.status is Status.REFUSED:
                yield f"{self.source}: {_told(trouble, subjects, _SHOWN)}"


@dataclass(frozen=True)
class Report:
    """All sources of a run."""

    sources: Sequence[SourceReport]

    @property
    def failed(self) -> int:
        """How many requests, or whole sources, failed; all else has landed."""
        return sum(report.statuses[Status.FAILED] for report in self.sources)

    @property
    def refused(self) -> int:
        """How many answers and files must not be used."""
        return sum(report.statuses[Status.REFUSED] for report in self.sources)

    @property
    def refusals(self) -> list[str]:
        """What was refused, and why, one line for each reason."""
        return [line for report in self.sources for line in report.refusals()]

    def __str__(self) -> str:
        return "\n".join(line for report in self.sources for line in report.lines())


def _told(trouble: Trouble, subjects: Sequence[str], shown: int | None = None) -> str:
    named = ", ".join(subjects[:shown])
    more = f" and {len(subjects) - shown} more" if shown and len(subjects) > shown else ""
    return f"{named}{more} {trouble.status}: {trouble.message}".lstrip()
