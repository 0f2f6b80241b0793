"""Falls of the market and recessions by name: ranges to choose, and what charts shade."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

SEED = Path(__file__).parents[1] / "dbt_project" / "seeds" / "market_events.csv"


@dataclass(frozen=True)
class Event:
    """An event, both days included, and who says that it lasted so long."""

    name: str
    start: date
    end: date
    source: str


@cache
def events() -> tuple[Event, ...]:
    """Read the seed."""
    with SEED.open(encoding="utf-8") as file:
        return tuple(
            Event(
                row["event"],
                date.fromisoformat(row["first_day"]),
                date.fromisoformat(row["last_day"]),
                row["source"],
            )
            for row in csv.DictReader(file)
        )


def events_within(start: date, end: date) -> list[Event]:
    """List the events that a range has days of."""
    return [event for event in events() if event.start <= end and event.end >= start]


def in_words(start: date, end: date) -> str:
    """Say what is shaded, and by whom it was dated; empty if nothing is."""
    named = ", ".join(f"{event.name} ({event.source})" for event in events_within(start, end))
    return f"Shaded grey: {named}." if named else ""
