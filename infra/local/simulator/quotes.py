"""The bars as Yahoo would quote them on a day: split-adjusted to that day, with its defects and a live bar.

The defects are those listed in `world.py`. Prices are 32-bit floats, as Yahoo's are.
"""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from infra.local.simulator import world
from infra.local.simulator.adjustment import adjusted_close, known, later_splits
from infra.local.simulator.prices import Bars, bars
from infra.local.simulator.randomness import Floats
from infra.local.simulator.sessions import close_epoch, now_epoch, open_epoch

_LIVE_SHARE_OF_VOLUME = 0.3


class Quote(NamedTuple):
    """One element of a chart's parallel arrays."""

    stamp: int
    open: float
    high: float
    low: float
    close: float
    volume: int
    adjclose: float


class Blank(NamedTuple):
    """An element of which the provider has the stamp only."""

    stamp: int
    open: None = None
    high: None = None
    low: None = None
    close: None = None
    volume: None = None
    adjclose: None = None


def _single(values: Floats) -> list[float]:
    return [float(value) for value in values.astype(np.float32).astype(np.float64).tolist()]


@lru_cache(maxsize=256)
def quotes(ticker: str, today: date) -> tuple[Quote | Blank, ...]:
    """All bars of a company (by its newest ticker), `^GSPC` or `^VIX` on `today`, oldest first."""
    series = bars()[ticker]
    count = known(series, today)
    true = dict(zip(series.days, _settled(series, count), strict=False))
    live = true.pop(today, None)
    past = [
        _defective(row, ticker, day, today) for day, row in true.items() if not _is_absent(ticker, day, today)
    ]
    newest = past[-1] if past else None
    if ticker in world.DUPLICATED_LAST_BAR and isinstance(newest, Quote):
        return (*past[:-1], *_twice(newest, max(true)))
    return (*past, _live(ticker, today, live)) if live else tuple(past)


def _settled(series: Bars, count: int) -> list[Quote]:
    shares = later_splits(series, count)
    prices = [_single(p[:count] / shares) for p in (series.open, series.high, series.low, series.close)]
    volume = np.rint(series.volume[:count] * shares).astype(np.int64).tolist()
    stamps = [open_epoch(day) for day in series.days[:count]]
    columns = (stamps, *prices, volume, _single(adjusted_close(series, count)))
    return [Quote(*row) for row in zip(*columns, strict=True)]


def _is_absent(ticker: str, day: date, today: date) -> bool:
    late = world.LATE_BAR
    is_late = (ticker, day) == (late.ticker, late.session) and today < late.settled
    return is_late or (ticker, day) == world.MISSING_BAR


def _defective(row: Quote, ticker: str, day: date, today: date) -> Quote | Blank:
    wrong = world.CORRECTED_BAR
    if (ticker, day) == world.NULL_BAR:
        return Blank(row.stamp)
    if (ticker, day) == (wrong.ticker, wrong.session) and today < wrong.settled:
        close, adjclose = _single(np.array([row.close, row.adjclose]) * world.CORRECTED_BAR_ERROR)
        return row._replace(close=close, adjclose=adjclose, high=max(row.high, close))
    return row


def _twice(row: Quote, session: date) -> list[Quote]:
    return [row._replace(volume=int(row.volume * 0.97)), row._replace(stamp=close_epoch(session))]


def _live(ticker: str, today: date, day: Quote) -> Quote | Blank:
    """The bar of a session under way; an index's has its opening's stamp and no volume yet."""
    if ticker == world.NULL_LIVE_BAR:
        return Blank(day.stamp)
    (now,) = _single(np.array([day.open + 0.4 * (day.close - day.open)]))
    prices = (day.open, max(day.open, now), min(day.open, now), now)
    if ticker in (world.INDEX, world.VIX):
        return Quote(day.stamp, *prices, 0, now)
    return Quote(now_epoch(today), *prices, int(day.volume * _LIVE_SHARE_OF_VOLUME), now)
