"""How an as-traded series looks to a provider that knows the events up to a day."""

from bisect import bisect_right
from datetime import date

import numpy as np

from infra.local.simulator.prices import Bars
from infra.local.simulator.randomness import Floats


def known(bars: Bars, today: date) -> int:
    """How many of the bars' days are not after `today`."""
    return bisect_right(bars.days, today)


def _product_of_later(factors: Floats) -> Floats:
    """For each position the product of all factors after it."""
    return np.append(np.cumprod(factors[::-1])[::-1][1:], 1.0)


def later_splits(bars: Bars, count: int) -> Floats:
    """New shares that one share of each of the first `count` days has become since."""
    return _product_of_later(bars.ratio[:count])


def adjusted_close(bars: Bars, count: int) -> Floats:
    """Closes of the first `count` days, adjusted for splits and dividends (CRSP's method)."""
    return bars.close[:count] * adjustment_factors(bars, count)


def adjustment_factors(bars: Bars, count: int) -> Floats:
    """What adjusts each of the first `count` days' prices for later splits and dividends."""
    ratio, dividend = bars.ratio[:count], bars.dividend[:count]
    before = np.concatenate([bars.close[:1], bars.close[: max(count - 1, 0)]])[:count]
    return _product_of_later((1 - dividend * ratio / before) / ratio)
