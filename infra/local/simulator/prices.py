"""As-traded daily bars of every company, of the index and of VIX, over the simulated world's whole life.

Returns are a market factor with clustered volatility, a factor per sector and the company's own noise. They
make a value per original share; prices are that value in the shares of the day, rounded to cents.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Self

import numpy as np
import numpy.typing as npt

from infra.local.simulator import mood, world
from infra.local.simulator.companies import Company, companies
from infra.local.simulator.randomness import Floats, autoregressive, stream
from infra.local.simulator.sessions import is_early_close, sessions

_DAILY_VOLATILITY = 0.0085
_LARGEST_MOVE = 0.16
_INDEX_START = 3230.0
_VIX_FLOOR = 6.0
_QUARTERLY_YIELD = (0.003, 0.009)


@dataclass(frozen=True)
class Bars:
    """Bars as traded, in dollars and shares of their own day; all arrays are aligned with `days`.

    `ratio` is new shares for one old on a split's day, else 1; `dividend` is dollars per new share, else 0.
    """

    days: tuple[date, ...]
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: npt.NDArray[np.int64]
    ratio: Floats
    dividend: Floats

    def since(self, start: int) -> Self:
        """The bars from position `start` on."""
        return type(self)(*(column[start:] for column in vars(self).values()))


def _cents(dollars: Floats) -> Floats:
    return np.asarray(np.round(dollars, 2))


@dataclass(frozen=True)
class _Market:
    returns: Floats
    volatility: Floats  # of the session itself
    outlook: Floats  # of the next session, as VIX sees it at the close


@cache
def _market() -> _Market:
    n = len(sessions())
    shock, own = stream("market").standard_normal((2, n + 1))
    volatility = _DAILY_VOLATILITY * np.exp(0.35 * autoregressive(0.7 * own - 0.7 * shock, 0.96))
    returns = 0.0005 + volatility[:-1] * shock[1:]
    return _Market(np.clip(returns, -_LARGEST_MOVE, _LARGEST_MOVE), volatility[:-1], volatility[1:])


@cache
def _sector_returns(sector: str) -> Floats:
    return np.asarray(0.5 * _market().volatility * stream("sector", sector).standard_normal(len(sessions())))


def _moody(company: Company) -> Floats | float:
    """How much more volatile the company is for the mood on the day before each session."""
    if company.sub_industry != world.MOOD_SENSITIVE_SUB_INDUSTRY:
        return 1.0
    yesterdays = [mood.index_of(day - timedelta(days=1)) for day in sessions()]
    return np.asarray(np.exp(0.3 * mood.wave()[yesterdays]))


def _returns(company: Company) -> Floats:
    random = stream("company", company.ticker)
    beta, own = random.uniform(0.6, 1.4), random.uniform(0.007, 0.014)
    calm, noise = random.standard_normal((2, len(sessions())))
    clustered = np.exp(0.3 * autoregressive(calm, 0.95))
    idiosyncratic = own * clustered * noise * _moody(company)
    total = beta * _market().returns + _sector_returns(company.sector) + idiosyncratic
    return np.asarray(np.clip(total, -_LARGEST_MOVE, _LARGEST_MOVE))


def _yields(company: Company) -> Floats:
    """What each session's dividend takes of the previous close."""
    taken = np.zeros(len(sessions()))
    if company.pays_dividends:
        random = stream("dividends", company.ticker)
        taken[_quarterly(int(random.integers(3)), int(random.integers(5, 20)))] = random.uniform(
            *_QUARTERLY_YIELD
        )
    for (ticker, day), share in (
        (world.SPIN_OFF_DIVIDEND, world.SPIN_OFF_SHARE),
        (world.SPLIT_DAY_DIVIDEND, world.SPLIT_DAY_DIVIDEND_SHARE),
    ):
        if company.ticker == ticker:
            taken[sessions().index(day)] = share
    return taken


def _quarterly(month: int, day: int) -> list[int]:
    """The first sessions on or after `day` of every third month."""
    due = [session.month % 3 == month and session.day >= day for session in sessions()]
    return [i for i in range(1, len(due)) if due[i] and not due[i - 1]]


def _ratios(company: Company) -> Floats:
    ratios = np.ones(len(sessions()))
    for split in world.SPLITS:
        if split.ticker == company.ticker:
            ratios[sessions().index(split.day)] = split.ratio
    return ratios


def _candles(close: Floats, volatility: Floats, random: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Open, high and low around a path of closes."""
    before = np.concatenate([close[:1], close[:-1]])
    gap, up, down = random.standard_normal((3, len(close)))
    opening = before * (close / before) ** (0.35 + 0.1 * np.tanh(gap))
    high = np.maximum(opening, close) * (1 + 0.4 * volatility * np.abs(up))
    low = np.minimum(opening, close) * (1 - 0.4 * volatility * np.abs(down))
    return opening, high, low


@cache
def _trading_time() -> Floats:
    return np.array([0.5 if is_early_close(day) else 1.0 for day in sessions()])


def _volumes(random: np.random.Generator, usual: float, returns: Floats) -> Floats:
    busy = 0.3 * autoregressive(random.standard_normal(len(returns)), 0.8) + 8 * np.abs(returns)
    return np.asarray(usual * np.exp(busy) * _trading_time())


def _company_bars(company: Company) -> Bars:
    returns, taken, ratio = _returns(company), _yields(company), _ratios(company)
    start = next(i for i, day in enumerate(sessions()) if day >= company.first_trade)
    value = np.asarray(np.cumprod(1 + returns - taken))
    value *= company.price / value[start]
    random = stream("bars", company.ticker)
    shares = np.cumprod(ratio)
    candles = _candles(value, 0.5 * _market().volatility + 0.006, random)
    opening, high, low, close = (_cents(path / shares) for path in (*candles, value))
    before = np.concatenate([close[:1], close[:-1]])
    volume = _volumes(random, random.uniform(0.8e6, 9e6), returns) * shares
    whole = Bars(
        sessions(),
        *(opening, high, low, close),
        volume.astype(np.int64),
        ratio,
        _cents(taken * before / ratio),
    )
    return whole.since(start)


def _index_bars() -> Bars:
    market, random = _market(), stream("bars", world.INDEX)
    close = np.asarray(_INDEX_START * np.cumprod(1 + market.returns))
    volume = _volumes(random, 3.8e9, market.returns).astype(np.int64)
    volume[sessions().index(world.INDEX_WITHOUT_VOLUME)] = 0
    return _unadjusted(close, _candles(close, market.volatility, random), volume)


def _vix_bars() -> Bars:
    market, random = _market(), stream("bars", world.VIX)
    noise = 1 + 0.03 * random.standard_normal(len(market.outlook))
    close = np.asarray((_VIX_FLOOR + 85 * np.sqrt(252) * market.outlook) * noise)
    candles = _candles(close, np.full(len(close), 0.06), random)
    return _unadjusted(close, candles, np.zeros(len(close), dtype=np.int64))


def _unadjusted(close: Floats, candles: tuple[Floats, Floats, Floats], volume: npt.NDArray[np.int64]) -> Bars:
    opening, high, low, last = (_cents(path) for path in (*candles, close))
    return Bars(sessions(), opening, high, low, last, volume, np.ones(len(close)), np.zeros(len(close)))


@cache
def bars() -> dict[str, Bars]:
    """Bars by the company's newest ticker (as S&P writes it), `^GSPC` and `^VIX`."""
    by_ticker = {company.ticker: _company_bars(company) for company in companies()}
    return {**by_ticker, world.INDEX: _index_bars(), world.VIX: _vix_bars()}
