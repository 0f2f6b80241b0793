"""`status`: per source, what has landed, how its last run ended, and what waits in the inbox."""

import argparse
from collections.abc import Iterator
from datetime import date

from extract_load.catalog import chosen
from extract_load.config import Settings
from extract_load.extract.inbox import pending
from extract_load.extract.state import Landed, State, newest_state
from extract_load.landing import Landing, open_landing
from extract_load.log import say
from extract_load.source import Inbox, Source


def run(args: argparse.Namespace) -> int:  # noqa: ARG001
    """Say it; always 0."""
    settings = Settings.from_environment()
    landing = open_landing(settings.landing_url)
    for source in chosen(settings):
        for line in _lines(landing, source):
            say(line)
    return 0


def _lines(landing: Landing, source: Source) -> Iterator[str]:
    day, state = newest_state(landing, source.name)
    counts = ", ".join(f"{count} {status}" for status, count in state.summary.get("statuses", {}).items())
    last = f"last run {day}: {counts}" if day else "never landed"
    yield " | ".join(part for part in (f"{source.name:18} {last}", _coverage(state)) if part)
    yield from (f"    {trouble}" for trouble in state.summary.get("trouble", ()))
    if isinstance(source, Inbox):
        yield from (f"    waits in the inbox: {stored.key}" for stored, _ in pending(landing, source, state))


def _coverage(state: State) -> str:
    """The subjects with data, and the days that they all have up to now."""
    ends = [_span(landed) for landed in state.subjects.values() if landed.covered]
    if not ends:
        return ""
    first, last = min(start for start, _ in ends), max(end for _, end in ends)
    behind = sum(end < last for _, end in ends)
    return f"{len(ends)} subjects, {first} to {last}" + (f", {behind} of them end earlier" if behind else "")


def _span(landed: Landed) -> tuple[date, date]:
    return landed.covered[0].start, landed.covered[-1].end
