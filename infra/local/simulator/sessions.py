"""When the New York Stock Exchange trades: sessions, early closes and their times."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from dateutil.easter import easter
from dateutil.relativedelta import FR, MO, TH, relativedelta

from infra.local.simulator.world import CLOCK_TIME, FIRST_DAY, LAST_DAY

NEW_YORK = ZoneInfo("America/New_York")
CHICAGO = ZoneInfo("America/Chicago")
DAY = timedelta(days=1)

_OPEN = time(9, 30)
_CLOSE = time(16, 0)
_EARLY_CLOSE = time(13, 0)
_MOURNING = {date(2025, 1, 9)}
_JUNETEENTH_SINCE = 2022


def _observed(holiday: date) -> date:
    """A holiday on a Sunday is kept on Monday, one on a Saturday on Friday."""
    return holiday + {5: -DAY, 6: DAY}.get(holiday.weekday(), timedelta())


@cache
def holidays(year: int) -> frozenset[date]:
    """The weekdays of `year` on which the exchange stays closed."""
    new_year = date(year, 1, 1)
    days = {
        new_year + relativedelta(weekday=MO(3), day=1),
        new_year + relativedelta(month=2, day=1, weekday=MO(3)),
        easter(year) - 2 * DAY,
        new_year + relativedelta(month=5, day=31, weekday=MO(-1)),
        _observed(date(year, 7, 4)),
        new_year + relativedelta(month=9, day=1, weekday=MO(1)),
        _thanksgiving(year),
        _observed(date(year, 12, 25)),
    }
    if new_year.weekday() != 5:  # the exchange does not close on New Year's Eve for a Saturday New Year
        days.add(_observed(new_year))
    if year >= _JUNETEENTH_SINCE:
        days.add(_observed(date(year, 6, 19)))
    return frozenset(days | {day for day in _MOURNING if day.year == year})


def _thanksgiving(year: int) -> date:
    return date(year, 11, 1) + relativedelta(weekday=TH(4))


def is_session(day: date) -> bool:
    """Whether the exchange trades on `day`."""
    return day.weekday() < 5 and day not in holidays(day.year)


def is_early_close(day: date) -> bool:
    """Whether the session `day` ends at 13:00: before Independence Day, after Thanksgiving, on Christmas Eve."""
    after_thanksgiving = _thanksgiving(day.year) + relativedelta(weekday=FR(1))
    eves = {date(day.year, 7, 3), date(day.year, 12, 24)}
    return is_session(day) and (day == after_thanksgiving or day in eves)


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
