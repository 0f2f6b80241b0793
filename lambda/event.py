"""What an event asks for: a schedule names a source, a person may add the first and the last day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

_KEYS = ("source", "start", "end", "continuation")
_EXAMPLE = '{"source": "yahoo", "start": "2020-01-01", "end": "2020-12-31"}'


class BadEvent(ValueError):
    """The event asks for nothing that can be done; the message says why, and what to write."""


@dataclass(frozen=True)
class Event:
    """What is asked for.

    Args:
        sources: names of sources; empty for all that the environment chooses.
        start: first day; None to go on from what has been landed.
        end: last day; None for yesterday.
        continuation: how many runs of this event had to leave something to the next one.
    """

    sources: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    continuation: int = 0

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> "Event":
        """Read it from what JSON gives.

        Raises:
            BadEvent: it has a key or a value that cannot be used.
        """
        unknown = sorted(set(plain) - set(_KEYS))
        if unknown:
            raise BadEvent(
                f"the event has {', '.join(unknown)}; known are {', '.join(_KEYS)}, as in {_EXAMPLE}"
            )
        return cls(
            _names(plain.get("source", [])),
            _day("start", plain.get("start")),
            _day("end", plain.get("end")),
            _count(plain.get("continuation", 0)),
        )

    def continued(self) -> dict[str, Any]:
        """The event that asks for what this one leaves, as JSON has it."""
        days = {name: str(day) for name, day in (("start", self.start), ("end", self.end)) if day}
        return {"source": list(self.sources), **days, "continuation": self.continuation + 1}


def _names(value: object) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BadEvent(f"source is {value!r}: write a name or a list of names, as in {_EXAMPLE}")
    return tuple(names)


def _day(name: str, value: object) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise BadEvent(f"{name} is {value!r}: write a date, as in {_EXAMPLE}") from None


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadEvent(f"continuation is {value!r}: it counts runs, and is not for a person to write")
    return value
