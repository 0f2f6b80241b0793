"""The bars as Yahoo would quote them on a day: split-adjusted to that day, with its defects and a live bar.

The defects are those listed in `world.py`. Prices are 32-bit floats, as Yahoo's are.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from infra.local.simulator import world
from infra.local.simulator.adjustment import adjusted_close, known, later_splits
from infra.local.simulator.prices import Bars, bars
from infra.local.simulator.randomness import Floats
from infra.local.simulator.sessions import NEW_YORK, close_epoch, now_epoch, open_epoch

_LIVE_SHARE_OF_VOLUME = 0.3


class Quote(NamedTuple):
    """One element of a chart's parallel arrays; prices and volume are null where the provider has none."""

    stamp: int
    open: float | None
    high: float | None
    low: float | None
    close: float | None
    volume: int | None
    adjclose: float | None


def _single(values: Floats) -> list[float]:
    return [float(value) for value in values.astype(np.float32).astype(np.float64).tolist()]


@lru_cache(maxsize=256)
def quotes(ticker: str, today: date) -> tuple[Quote, ...]:
    """All bars of a company (by its newest ticker), `^GSPC` or `^VIX` on `today`, oldest first."""
    series = bars()[ticker]
    count = known(series, today)
    rows = _settled(series, count)
    live = rows.pop() if count and series.days[count - 1] == today else None
    rows = [_defective(row, ticker, day, today) for row, day in zip(rows, series.days, strict=False)]
    visible = [row for row, day in zip(rows, series.days, strict=False) if not _is_absent(ticker, day, today)]
    return (*visible[:-1], *_trailing(ticker, today, visible[-1:], live))


def _settled(series: Bars, count: int) -> list[Quote]:
    shares = later_splits(series, count)
    prices = [_single(p[:count] / shares) for p in (series.open, series.high, series.low, series.close)]
    volume = np.rint(series.volume[:count] * shares).astype(np.int64).tolist()
    stamps = [open_epoch(day) for day in series.days[:count]]
    columns = (stamps, *prices, volume, _single(adjusted_close(series, count)))
    return [Quote(*row) for row in zip(*columns, strict=True)]


def _is_absent(ticker: str, day: date, today: date) -> bool:
    late = world.LATE_BAR
    return (ticker, day) == world.MISSING_BAR or (
        (ticker, day) == (late.ticker, late.session) and today < late.settled
    )


def _defective(row: Quote, ticker: str, day: date, today: date) -> Quote:
    wrong = world.CORRECTED_BAR
    if (ticker, day) == world.NULL_BAR:
        return Quote(row.stamp, None, None, None, None, None, None)
    if (ticker, day) == (wrong.ticker, wrong.session) and today < wrong.settled:
        return _mispriced(row)
    return row


def _mispriced(row: Quote) -> Quote:
    assert row.high is not None and row.close is not None and row.adjclose is not None
    close, adjclose = _single(np.array([row.close, row.adjclose]) * world.CORRECTED_BAR_ERROR)
    return row._replace(close=close, adjclose=adjclose, high=max(row.high, close))


def _trailing(ticker: str, today: date, newest: list[Quote], live: Quote | None) -> list[Quote]:
    """The newest settled bar and what follows it."""
    if ticker in world.DUPLICATED_LAST_BAR and newest:
        return _twice(newest[0])
    return [*newest, _live(ticker, today, live)] if live else newest


def _twice(row: Quote) -> list[Quote]:
    assert row.volume is not None
    session = datetime.fromtimestamp(row.stamp, NEW_YORK).date()
    return [row._replace(volume=int(row.volume * 0.97)), row._replace(stamp=close_epoch(session))]


def _live(ticker: str, today: date, day: Quote) -> Quote:
    """The bar of a session under way; an index's has its opening's stamp and no volume yet."""
    if ticker == world.NULL_LIVE_BAR:
        return Quote(day.stamp, None, None, None, None, None, None)
    assert day.open is not None and day.close is not None and day.volume is not None
    (now,) = _single(np.array([day.open + 0.4 * (day.close - day.open)]))
    prices = (day.open, max(day.open, now), min(day.open, now), now)
    if ticker in (world.INDEX, world.VIX):
        return Quote(day.stamp, *prices, 0, now)
    return Quote(now_epoch(today), *prices, int(day.volume * _LIVE_SHARE_OF_VOLUME), now)
