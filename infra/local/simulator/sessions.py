"""When the New York Stock Exchange trades: sessions, early closes and their times."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from infra.local.simulator.world import CLOCK_TIME, FIRST_DAY, LAST_DAY

NEW_YORK = ZoneInfo("America/New_York")
CHICAGO = ZoneInfo("America/Chicago")
DAY = timedelta(days=1)

_OPEN = time(9, 30)
_CLOSE = time(16, 0)
_EARLY_CLOSE = time(13, 0)
_MOURNING = {date(2025, 1, 9)}
_GOOD_FRIDAYS = {
    date(2020, 4, 10),
    date(2021, 4, 2),
    date(2022, 4, 15),
    date(2023, 4, 7),
    date(2024, 3, 29),
    date(2025, 4, 18),
    date(2026, 4, 3),
}
_JUNETEENTH_SINCE = 2022


def _observed(holiday: date) -> date:
    """A holiday on a Sunday is kept on Monday, one on a Saturday on Friday."""
    return holiday + {5: -DAY, 6: DAY}.get(holiday.weekday(), timedelta())


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    """The month's n-th such weekday (Monday is 0); the last one where n is -1."""
    days = [date(year, month, 1) + k * DAY for k in range(31)]
    matching = [day for day in days if day.month == month and day.weekday() == weekday]
    return matching[n if n < 0 else n - 1]


def _thanksgiving(year: int) -> date:
    return _nth(year, 11, 3, 4)


@cache
def holidays(year: int) -> frozenset[date]:
    """The weekdays of `year`, within the simulated world, on which the exchange stays closed."""
    days = {
        _nth(year, 1, 0, 3),
        _nth(year, 2, 0, 3),
        _nth(year, 5, 0, -1),
        _observed(date(year, 7, 4)),
        _nth(year, 9, 0, 1),
        _thanksgiving(year),
        _observed(date(year, 12, 25)),
    }
    new_year = date(year, 1, 1)
    if new_year.weekday() != 5:  # the exchange does not close on New Year's Eve for a Saturday New Year
        days.add(_observed(new_year))
    if year >= _JUNETEENTH_SINCE:
        days.add(_observed(date(year, 6, 19)))
    return frozenset(days | {day for day in _GOOD_FRIDAYS | _MOURNING if day.year == year})


def is_session(day: date) -> bool:
    """Whether the exchange trades on `day`."""
    return day.weekday() < 5 and day not in holidays(day.year)


def is_early_close(day: date) -> bool:
    """Whether `day` is a session that ends at 13:00: two eves of holidays and the day after Thanksgiving."""
    early = {date(day.year, 7, 3), _thanksgiving(day.year) + DAY, date(day.year, 12, 24)}
    return day in early and is_session(day)


@cache
def sessions() -> tuple[date, ...]:
    """Every session of the simulated world, in order."""
    days = (FIRST_DAY + n * DAY for n in range((LAST_DAY - FIRST_DAY).days + 1))
    return tuple(day for day in days if is_session(day))


def epoch(day: date, at: time) -> int:
    """Unix seconds of a New York wall-clock time."""
    return int(datetime.combine(day, at, NEW_YORK).timestamp())


@cache
def open_epoch(session: date) -> int:
    """Unix seconds of the session's opening."""
    return epoch(session, _OPEN)


def close_epoch(session: date) -> int:
    """Unix seconds of the session's end, early or not."""
    return epoch(session, _EARLY_CLOSE if is_early_close(session) else _CLOSE)


def now_epoch(today: date) -> int:
    """Unix seconds of the simulated clock."""
    return epoch(today, CLOCK_TIME)
