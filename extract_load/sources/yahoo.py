"""Yahoo Finance chart v8: daily bars with dividends and splits, one symbol per request.

Prices are quoted as of the moment of asking: every later split is already in them. So each request runs up
to now, whatever the window's end, and brings all splits after its first bar; bars after the end are left out
when rows are made, events never are.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import compress
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from extract_load.config import Settings
from extract_load.envelope import Envelope, Status
from extract_load.source import Api, BadRecord, Columns, Provider, Request, Table, Window
from extract_load.taxonomy import OK, Action, Rule, Verdict, give_up, retry
from extract_load.values import from_json

CHARTS = Table(
    "yahoo_charts",
    {
        "ticker": "text",
        "symbol": "text",
        "window_start": "date",
        "window_end": "date",
        "asked_on": "date",
        "currency": "text",
        "exchange_name": "text",
        "instrument_type": "text",
        "exchange_timezone": "text",
        "data_granularity": "text",
        "first_trade_time": "bigint",
    },
)
BARS = Table(
    "yahoo_bars",
    {
        "ticker": "text",
        "symbol": "text",
        "bar_time": "bigint",
        "bar_index": "bigint",
        "exchange_timezone": "text",
        "open": "double",
        "high": "double",
        "low": "double",
        "close": "double",
        "adjclose": "double",
        "volume": "bigint",
    },
)
DIVIDENDS = Table(
    "yahoo_dividends",
    {
        "ticker": "text",
        "symbol": "text",
        "event_time": "bigint",
        "exchange_timezone": "text",
        "amount": "double",
        "currency": "text",
        "chart_currency": "text",
    },
)
SPLITS = Table(
    "yahoo_splits",
    {
        "ticker": "text",
        "symbol": "text",
        "event_time": "bigint",
        "exchange_timezone": "text",
        "numerator": "double",
        "denominator": "double",
        "split_ratio": "text",
    },
)

_META = {
    "currency": "currency",
    "exchange_name": "exchangeName",
    "instrument_type": "instrumentType",
    "exchange_timezone": "exchangeTimezoneName",
    "data_granularity": "dataGranularity",
    "first_trade_time": "firstTradeDate",
}
_PRICES = ("open", "high", "low", "close", "volume")
_DEAD_EXCHANGE = "YHD"
_ANCHORS = 5
_SMALLEST_RATIO = 0.0001
_EARLIEST, _LATEST = -2_208_988_800, 4_102_444_800  # 1900 to 2100

_RULES = (
    Rule(
        Verdict(Action.TAKE, Status.NOT_FOUND, "no data found, the symbol may be delisted or renamed"),
        statuses=(200, 404),
        body=r'^\s*\{\s*"chart":.*"result":\s*null.*"code":\s*"Not Found"',
    ),
    Rule(
        Verdict(Action.TAKE, Status.EMPTY, "nothing was traded in the window"),
        statuses=(400,),
        body="Data doesn't exist",
    ),
    Rule(retry("too many requests: this address or its user agent is blocked"), statuses=(429,)),
)


@dataclass(frozen=True)
class Yahoo(Api):
    """Charts of the tickers that were members in the window, and of `subjects`: indices by Yahoo's names."""

    provider: Provider
    subjects: tuple[str, ...]
    revision_days: int
    asks_tickers: bool = True
    name: str = "yahoo"
    tables: tuple[Table, ...] = (CHARTS, BARS, DIVIDENDS, SPLITS)
    rules: tuple[Rule, ...] = _RULES

    def is_chosen(self, settings: Settings) -> bool:
        """Tiingo takes its place where there is a key."""
        return settings.tiingo_api_key is None

    def requests(self, subjects: Iterable[str], window: Window, today: date) -> Iterator[Request]:
        """One request per symbol, up to now."""
        params = {
            "period1": str(_epoch(window.start)),
            "period2": str(_epoch(today + timedelta(days=1))),
            "interval": "1d",
            "events": "div,splits",
        }
        for ticker in subjects:
            symbol = ticker.replace(".", "-")
            path = f"/v8/finance/chart/{quote(symbol, safe='')}"
            yield Request(ticker, window, path, params, {"ticker": ticker, "symbol": symbol})

    def inspect(self, request: Request, body: str) -> Verdict:
        """One live symbol's daily bars, as many of each price as of stamps."""
        result = _result(body)
        meta, stamps = result["meta"], result.get("timestamp")
        if meta.get("exchangeName") == _DEAD_EXCHANGE:
            return Verdict(Action.TAKE, Status.NOT_FOUND, "the symbol is delisted and its history is gone")
        if str(meta.get("symbol")).upper() != request.context["symbol"].upper():
            return give_up(f"the answer is about {meta.get('symbol')!r}")
        if meta.get("dataGranularity") != "1d":
            return give_up(f"bars of {meta.get('dataGranularity')} instead of 1d")
        if not stamps:
            return Verdict(Action.TAKE, Status.EMPTY, "no bar in the window")
        _prices(result)
        _splits(result)
        _zone(meta)
        return OK

    def rows(self, envelope: Envelope) -> Iterator[tuple[Table, Columns]]:
        """The response, its bars up to the window's end and before the run's today, and all its events."""
        result = _result(envelope.body or "")
        meta, prices = result["meta"], _prices(result)
        named = {"ticker": envelope.context["ticker"], "symbol": envelope.context["symbol"]}
        asked = {"window_start": envelope.start, "window_end": envelope.end, "asked_on": envelope.today}
        told = {column: meta.get(key) for column, key in _META.items()}
        if not isinstance(_moment(told["first_trade_time"]), int):
            told["first_trade_time"] = None
        yield CHARTS, {column: [value] for column, value in (named | asked | told).items()}
        constant = named | {"exchange_timezone": meta.get("exchangeTimezoneName")}
        yield BARS, _with(constant, _until(prices, _cut(meta, envelope)))
        yield from _events(result.get("events") or {}, constant, meta.get("currency"))

    def closes(self, envelope: Envelope) -> Mapping[date, float]:
        """The last few closes, each times the ratios of the splits after it."""
        result = _result(envelope.body or "")
        zone = _zone(result["meta"])
        bars = _until(_prices(result), _cut(result["meta"], envelope))
        splits = [(_day(stamp, zone), ratio) for stamp, ratio in _splits(result)]
        newest = list(zip(bars["bar_time"], bars["close"], strict=True))[-_ANCHORS:]
        known = {
            _day(stamp, zone): close
            for stamp, close in newest
            if isinstance(stamp, int) and isinstance(close, int | float)
        }
        return {day: close * _later_ratio(splits, day) for day, close in known.items()}


def _epoch(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


def _result(body: str) -> dict[str, Any]:
    """The chart's one result.

    Raises:
        BadRecord: the body is no chart.
    """
    document = from_json(body)
    try:
        (result,) = document["chart"]["result"]
        result["meta"].get("symbol")
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadRecord(f"not a chart with one result: it begins with {body[:80]!r}") from None
    return dict(result)


def _prices(result: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The arrays of a result, all as long as its stamps.

    Raises:
        BadRecord: an array is missing or of another length.
    """
    stamps = result.get("timestamp") or []
    try:
        quotes = result["indicators"]["quote"][0]
        arrays = {name: quotes[name] for name in _PRICES}
        adjusted = (result["indicators"].get("adjclose") or [{}])[0].get("adjclose")
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise BadRecord(f"a chart without its prices: {type(error).__name__} {error}") from None
    arrays |= {"adjclose": adjusted} if adjusted else {}
    for name, values in arrays.items():
        if not isinstance(values, list):
            raise BadRecord(f"a chart whose {name} is no array: {str(values)[:80]!r}")
        if len(values) != len(stamps):
            raise BadRecord(f"{len(values)} values of {name} for {len(stamps)} stamps")
    return {"bar_time": _moments(stamps), "bar_index": list(range(len(stamps))), **arrays}


def _splits(result: Mapping[str, Any]) -> list[tuple[int, float]]:
    """When each split was, and its ratio, between 0.0001 and 10,000.

    Raises:
        BadRecord: one does not say: no price before it could be told as traded.
    """
    events = ((result.get("events") or {}).get("splits") or {}).values()
    try:
        splits = [(event["date"], event["numerator"] / event["denominator"]) for event in events]
    except (KeyError, TypeError, ZeroDivisionError) as error:
        raise BadRecord(f"a split without its ratio: {type(error).__name__} {error}") from None
    for stamp, ratio in splits:
        if not isinstance(_moment(stamp), int) or not _SMALLEST_RATIO <= ratio <= 1 / _SMALLEST_RATIO:
            raise BadRecord(f"a split of {ratio} at {stamp!r}")
    return splits


def _moments(stamps: Sequence[Any]) -> list[object]:
    """Each stamp as `_moment` has it; most often all are good, which is quicker seen together."""
    if set(map(type, stamps)) == {int} and _EARLIEST <= min(stamps) <= max(stamps) < _LATEST:
        return list(stamps)
    return [_moment(stamp) for stamp in stamps]


def _moment(stamp: object) -> object:
    """A moment in unix seconds, of this age; what is none becomes a text, which the loader rejects."""
    return stamp if isinstance(stamp, int) and _EARLIEST <= stamp < _LATEST else str(stamp)


def _zone(meta: Mapping[str, Any]) -> ZoneInfo:
    name = str(meta.get("exchangeTimezoneName"))
    try:
        # others, such as Factory, are known to Python alone
        zone = ZoneInfo(name) if re.fullmatch(r"[A-Z][A-Za-z]+/[A-Za-z_/]+", name) else None
    except (TypeError, ValueError, OSError):
        zone = None
    if zone is None:
        raise BadRecord(f"no time zone {name[:80]!r}")
    return zone


def _cut(meta: Mapping[str, Any], envelope: Envelope) -> int:
    """The first unix second whose bars are left out: local midnight after the last day wanted."""
    day = min(envelope.end + timedelta(days=1), envelope.today)
    return int(datetime.combine(day, time(), _zone(meta)).timestamp())


def _until(arrays: Mapping[str, list[Any]], cut: int) -> dict[str, list[Any]]:
    wanted = [not isinstance(stamp, int) or stamp < cut for stamp in arrays["bar_time"]]
    return {name: list(compress(values, wanted)) for name, values in arrays.items()}


def _with(constant: Mapping[str, Any], columns: Mapping[str, Sequence[Any]]) -> Columns:
    count = len(next(iter(columns.values())))
    return {name: [value] * count for name, value in constant.items()} | dict(columns)


def _events(
    events: Mapping[str, Any], constant: Mapping[str, Any], currency: object
) -> Iterator[tuple[Table, Columns]]:
    dividends = list((events.get("dividends") or {}).values())
    splits = list((events.get("splits") or {}).values())
    paid = {"event_time": "date", "amount": "amount", "currency": "currency"}
    split = {
        "event_time": "date",
        "numerator": "numerator",
        "denominator": "denominator",
        "split_ratio": "splitRatio",
    }
    priced = {**constant, "chart_currency": currency}
    for table, own, records, keys in (
        (DIVIDENDS, priced, dividends, paid),
        (SPLITS, constant, splits, split),
    ):
        columns = {column: [record.get(key) for record in records] for column, key in keys.items()}
        columns["event_time"] = _moments(columns["event_time"])
        yield table, _with(own, columns)


def _day(stamp: int, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(stamp, zone).date()


def _later_ratio(splits: Iterable[tuple[date, float]], day: date) -> float:
    product = 1.0
    for split_day, ratio in splits:
        product *= ratio if split_day > day else 1.0
    return product
