"""`status`: per source, what has landed, how its last run ended, what is in use or waits; and the rejects."""

import argparse
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from extract_load.catalog import chosen
from extract_load.commands.accept import ACCEPTED_BY
from extract_load.config import ConfigError, Settings
from extract_load.envelope import Status
from extract_load.extract.documents import newest
from extract_load.extract.inbox import pending
from extract_load.extract.state import Landed, State, as_it_lies_there, newest_state
from extract_load.landing import Landing, open_landing
from extract_load.log import say
from extract_load.source import Api, Inbox, Source

_SHOWN = 5


def run(args: argparse.Namespace) -> int:  # noqa: ARG001
    """Say it; always 0."""
    settings = Settings.from_environment()
    landing = open_landing(settings.landing_url)
    for source in chosen(settings):
        for line in _lines(landing, source, settings.today):
            say(line)
    for line in _rejects():
        say(line)
    return 0


def _lines(landing: Landing, source: Source, today: date) -> Iterator[str]:
    day, believed = newest_state(landing, source.name)
    state = as_it_lies_there(landing, source.name, believed)
    last = f"last run {day}: {_ended(state.summary)}" if day else "never landed"
    is_document = isinstance(source, Api) and source.is_document
    covered = "" if is_document else _coverage(state)
    yield " | ".join(part for part in (f"{source.name:18} {last}", covered) if part)
    gone = believed.objects - state.objects
    if gone:
        yield f"    gone from the landing zone, and asked for again: {', '.join(sorted(gone)[:_SHOWN])}"
    yield from (f"    {trouble}" for trouble in state.summary.get("trouble", ()))
    if is_document:
        yield from _in_use(landing, source, today)
    if isinstance(source, Inbox):
        yield from (f"    waits in the inbox: {stored.key}" for stored, _ in pending(landing, source, state))


def _ended(summary: Mapping[str, Any]) -> str:
    statuses = summary.get("statuses", {})
    counts = ", ".join(f"{count} {status}" for status, count in statuses.items())
    expected = summary.get("expected", 0)
    broken_off = f"broken off before all {expected}" if sum(statuses.values()) < expected else ""
    return "; ".join(part for part in (counts, summary.get("note"), broken_off) if part)


def _in_use(landing: Landing, source: Source, today: date) -> Iterator[str]:
    used = newest(landing, source.name, Status.OK, today)
    if used:
        by = f", accepted by an {used.context[ACCEPTED_BY]}" if ACCEPTED_BY in used.context else ""
        yield f"    in use: the one of {used.today}{by}"


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


def _rejects() -> list[str]:
    # only here: without it no command of extraction imports a database driver
    from extract_load.load.rejects import standing

    try:
        first, *others = standing()
    except ConfigError as error:
        first, others = f"not known: {error}", []
    return [f"{'rejects':18} {first}", *others]
