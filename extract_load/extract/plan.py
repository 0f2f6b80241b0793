"""Which days to ask for: the run's window, each source's own days, and what has been landed already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from extract_load.config import ConfigError
from extract_load.extract.state import Landed
from extract_load.source import Api, Window

_DAY = timedelta(days=1)
_YEARS = 5
_EARLIEST = date(1996, 1, 1)
"""Who was a member is not known before: the file of spells begins here."""


@dataclass(frozen=True)
class Asked:
    """What a run is to bring.

    Args:
        full: from the earliest START ever to END: whose tickers are asked, and what a new subject gets.
        resumes: whether no START was given, so that each subject goes on from where it is.
        start: the START given, else the full window's.
        today: the run's today; it and later days are never asked for.
    """

    full: Window
    resumes: bool
    start: date
    today: date


def asked_for(start: date | None, end: date | None, earliest: date | None, today: date) -> Asked:
    """What to bring, given the options and the earliest START of earlier runs.

    Raises:
        ConfigError: the window is empty, or begins before membership is known.
    """
    if start and start < _EARLIEST:
        raise ConfigError(f"the first day {start} is before {_EARLIEST}, when membership begins to be known")
    last = min(end or today - _DAY, today - _DAY)
    first = min((day for day in (start, earliest) if day), default=_years_before(today))
    if (start or first) > last:
        raise ConfigError(f"nothing to ask for: the first day {start or first} is after the last, {last}")
    return Asked(Window(first, last), start is None, start or first, today)


def batches(
    source: Api, subjects: Iterable[str], landed: Mapping[str, Landed], asked: Asked
) -> dict[Window, list[str]]:
    """The subjects to ask for, by the window that each gets; none if the provider has nothing that early."""
    if source.is_document:
        return {Window(asked.today, asked.today): list(subjects)}
    full = Window(max(asked.full.start, source.first_day), asked.full.end)
    found: dict[Window, list[str]] = {}
    for subject in subjects:
        window = _window(source, full, landed.get(subject, Landed()), asked)
        if window.start <= window.end:
            found.setdefault(window, []).append(subject)
    return dict(sorted(found.items()))


def _window(source: Api, full: Window, landed: Landed, asked: Asked) -> Window:
    if not landed.covered:
        return full
    if not asked.resumes:
        return Window(max(asked.start, source.first_day), full.end)
    reached = _first_missing(landed, full)
    if reached == full.start:
        return full
    return Window(max(full.start, reached - timedelta(days=source.revision_days)), full.end)


def _first_missing(landed: Landed, full: Window) -> date:
    """The first day from the full window's start on that is not covered."""
    day = full.start
    for window in landed.covered:
        if window.start <= day <= window.end:
            day = window.end + _DAY
    return min(day, full.end + _DAY)


def _years_before(today: date) -> date:
    try:
        return today.replace(year=today.year - _YEARS)
    except ValueError:  # 29 February
        return today.replace(year=today.year - _YEARS, day=28)
