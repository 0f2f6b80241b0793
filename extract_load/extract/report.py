"""How a run of extract ended, in numbers and in words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from extract_load.envelope import Envelope, Status

_SHOWN = 5
_TROUBLE = (Status.FAILED, Status.REFUSED)


@dataclass
class SourceReport:
    """One source's outcomes by status, first failures and refusals, and objects written or left unchanged."""

    source: str
    statuses: Counter[Status] = field(default_factory=Counter)
    trouble: list[str] = field(default_factory=list)
    written: int = 0
    unchanged: int = 0
    seconds: float = 0.0
    note: str = ""

    def add(self, envelopes: Iterable[Envelope], written: bool) -> None:
        """Count the outcomes of one object, and whether it had to be written."""
        for envelope in envelopes:
            outcome = envelope.outcome
            self.statuses[outcome.status] += 1
            if outcome.status in _TROUBLE and len(self.trouble) < _SHOWN:
                self.trouble.append(f"{envelope.subject} {outcome.status}: {outcome.message}")
        self.written += written
        self.unchanged += not written

    def fail(self, message: str) -> None:
        """Count the source as a whole as failed."""
        self.statuses[Status.FAILED] += 1
        self.trouble.append(message)

    def summary(self) -> dict[str, Any]:
        """What `status` shows of the last run."""
        return {
            "statuses": {str(status): count for status, count in sorted(self.statuses.items())},
            "trouble": self.trouble,
        }

    def lines(self) -> Iterator[str]:
        """For a person: one line, and one for each of the first troubles."""
        counts = ", ".join(f"{count} {status}" for status, count in sorted(self.statuses.items()))
        landed = f"{self.written} written, {self.unchanged} unchanged" if counts else ""
        parts = [part for part in (counts, landed, self.note, f"{self.seconds:.1f} s") if part]
        yield f"{self.source:18} {' | '.join(parts)}"
        yield from (f"    {trouble}" for trouble in self.trouble)
        if sum(self.statuses[status] for status in _TROUBLE) > len(self.trouble):
            yield "    ..."


@dataclass(frozen=True)
class Report:
    """All sources of a run."""

    sources: Sequence[SourceReport]

    @property
    def failed(self) -> int:
        """How many requests, or whole sources, failed; all else has landed."""
        return sum(report.statuses[Status.FAILED] for report in self.sources)

    def __str__(self) -> str:
        return "\n".join(line for report in self.sources for line in report.lines())
