"""The public's mood and what shows it: encyclopedia views, news coverage, uncertainty, search interest.

One slow wave drives all four; each adds noise of its own. Days count from `EPOCH`.
"""

from datetime import date, timedelta
from functools import cache

import numpy as np

from infra.local.simulator import world
from infra.local.simulator.randomness import Floats, autoregressive, stream

EPOCH = date(2015, 1, 1)
DAYS = (world.LAST_DAY - EPOCH).days + 1

VIEWS_BEGIN = date(2015, 7, 1)
NEWS_BEGIN = date(2017, 1, 1)
UNCERTAINTY_BEGIN = EPOCH

ARTICLES = {
    "Major_depressive_disorder": 5200,
    "Depression_(mood)": 2900,
    "Anxiety": 3300,
    "Anxiety_disorder": 1900,
    "Generalized_anxiety_disorder": 2100,
    "Mental_health": 1700,
    "Mental_disorder": 1600,
    "Suicide": 2500,
    "Bipolar_disorder": 6100,
    "Insomnia": 1500,
    "Panic_attack": 1400,
    "Psychological_stress": 700,
    "Happiness": 1100,
}
"""Mean daily views of the articles that exist."""

_WAVES = ((410, 0.5, 0.6), (163, 2.1, 0.5), (59, 4.0, 0.35))
_NEWS_WEEK = np.array([1.0, 1.06, 1.08, 1.07, 1.0, 0.5, 0.3])
_VIEWS_WEEK = np.array([1.08, 1.09, 1.07, 1.04, 0.96, 0.86, 0.9])


def index_of(day: date) -> int:
    """Position of `day` in every daily series of this module."""
    return (day - EPOCH).days


@cache
def wave() -> Floats:
    """The mood of each day: about -2 (bright) to 2 (low), changing over weeks."""
    days = np.arange(DAYS)
    smooth = sum(size * np.sin(2 * np.pi * days / period + phase) for period, phase, size in _WAVES)
    return np.asarray(smooth + 0.35 * autoregressive(stream("mood").standard_normal(DAYS), 0.9))


def _weekly(shape: Floats) -> Floats:
    return shape[(np.arange(DAYS) + EPOCH.weekday()) % 7]


@cache
def views(article: str) -> list[int]:
    """Daily views of one of `ARTICLES`."""
    noise = stream("views", article).standard_normal(DAYS)
    level = ARTICLES[article] * _weekly(_VIEWS_WEEK) * np.exp(0.22 * wave() + 0.07 * noise)
    return [int(value) for value in level]


@cache
def monitored() -> Floats:
    """All articles that the news monitor sees in a day: strongly weekly, slowly drifting."""
    random = stream("news monitor")
    drift = np.exp(0.15 * autoregressive(random.standard_normal(DAYS), 0.995))
    return np.round(150_000 * _weekly(_NEWS_WEEK) * drift * np.exp(0.04 * random.standard_normal(DAYS)))


@cache
def coverage(query: str) -> Floats:
    """Share of the monitored articles that match `query`; only depression follows the mood."""
    noise = 0.12 * stream("news", query).standard_normal(DAYS)
    if "depress" in query.lower():
        return np.asarray(0.0017 * np.exp(0.25 * wave() + noise))
    return np.asarray((0.002 + stream("base", query).random() * 0.02) * np.exp(noise))


@cache
def tone(query: str) -> Floats:
    """Average tone of the matching articles, about -6 to 2."""
    return np.asarray(-2.5 - 0.8 * wave() + 0.6 * stream("tone", query).standard_normal(DAYS))


@cache
def uncertainty() -> Floats:
    """The daily index of policy uncertainty, about 100 in the long run."""
    slow, fast = stream("uncertainty").standard_normal((2, DAYS))
    return np.asarray(np.round(110 * np.exp(0.35 * autoregressive(slow, 0.97) + 0.3 * fast), 2))


def weekly_interest(first_sunday: date, weeks: int, export: str) -> list[int]:
    """Search interest of the weeks from a Sunday on, 100 being the largest; each export samples anew."""
    start = index_of(first_sunday)
    means = wave()[start : start + 7 * weeks].reshape(weeks, 7).mean(axis=1)
    noise = stream("trends", export).standard_normal(DAYS)[start : start + 7 * weeks : 7]
    level = np.exp(0.18 * means + 0.03 * noise)
    return [int(value) for value in np.round(100 * level / level.max())]


def is_outage(day: date) -> bool:
    """Whether the news monitor has no data for `day`."""
    return day in world.NEWS_OUTAGES


def next_sunday(day: date) -> date:
    """`day` itself or the first Sunday after it."""
    return day + timedelta(days=(6 - day.weekday()) % 7)
