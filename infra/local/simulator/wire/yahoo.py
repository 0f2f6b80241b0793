"""Yahoo Finance chart v8: `/v8/finance/chart/{symbol}`, daily bars with dividends and splits."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from infra.local.simulator import world
from infra.local.simulator.adjustment import known, later_splits
from infra.local.simulator.companies import listed
from infra.local.simulator.prices import Bars, bars
from infra.local.simulator.quotes import Blank, Quote, quotes
from infra.local.simulator.sessions import (
    CHICAGO,
    NEW_YORK,
    close_epoch,
    is_session,
    now_epoch,
    open_epoch,
    sessions,
)
from infra.local.simulator.wire.exchange import Answer, Request, json_answer, text_answer

THROTTLED = text_answer("Edge: Too Many Requests", 429, "text/html")

_JSON = "application/json;charset=utf-8"
_INDICES = {world.INDEX: "S&P 500", world.VIX: "CBOE Volatility Index"}
_RANGES = {"1d": 1, "5d": 7, "1mo": 31, "3mo": 92, "6mo": 183, "1y": 366, "2y": 731, "5y": 1827, "10y": 3653}
_SESSIONS_A_YEAR = 252
_PRE_MARKET, _POST_MARKET = 19800, 14400


def chart(request: Request) -> Answer:
    """The chart of one symbol as quoted at the request's clock."""
    if request.has_generic_agent():
        return THROTTLED
    if request.query.get("interval", "1d") != "1d":
        return _error(422, "Unprocessable Entity", "Only daily data is available for this symbol.")
    symbol = request.parts[-1].upper()
    if symbol == world.ZOMBIE_TICKER and request.today >= world.DELISTED[symbol]:
        return _zombie(symbol)
    ticker = _series_of(symbol, request.today)
    if ticker is None:
        return _error(404, "Not Found", "No data found, symbol may be delisted")
    return _chart_between(symbol, ticker, request)


def _chart_between(symbol: str, ticker: str, request: Request) -> Answer:
    try:
        start, end = _window(request)
    except (ValueError, KeyError) as error:
        return _error(400, "Bad Request", f"Invalid input - {error}")
    span = f"startDate = {start}, endDate = {end}"
    if start > end:
        return _error(400, "Bad Request", f"Invalid input - start date cannot be after end date. {span}")
    series, rows = bars()[ticker], quotes(ticker, request.today)
    if end < open_epoch(series.days[0]):
        return _error(400, "Bad Request", f"Data doesn't exist for {span}")
    inside = [row for row in rows if start <= row.stamp <= end]
    result: dict[str, object] = {"meta": _meta(symbol, ticker, request, rows, start)}
    if inside:
        result["timestamp"] = [row.stamp for row in inside]
        result |= _events(series, request, start, end)
    return _envelope({**result, "indicators": _indicators(inside)})


def _series_of(symbol: str, today: date) -> str | None:
    if symbol in _INDICES:
        return symbol
    company = listed(symbol, today) if "." not in symbol else None
    return company.ticker if company else None


def _window(request: Request) -> tuple[int, int]:
    """First and last stamp asked for, both inclusive."""
    now = now_epoch(request.today)
    if "period1" in request.query:
        return int(request.query["period1"]), int(request.query.get("period2", now))
    return now - _RANGES[request.query.get("range", "1mo")] * 86400, now


def _envelope(result: object) -> Answer:
    return json_answer({"chart": {"result": [result], "error": None}}, content_type=_JSON)


def _error(status: int, code: str, description: str) -> Answer:
    error = {"code": code, "description": description}
    return json_answer({"chart": {"result": None, "error": error}}, status, _JSON)


def _zombie(symbol: str) -> Answer:
    meta = {
        "currency": None,
        "symbol": symbol,
        "exchangeName": "YHD",
        "instrumentType": "MUTUALFUND",
        "firstTradeDate": None,
        "dataGranularity": "1d",
        "range": "",
    }
    return _envelope({"meta": meta, "indicators": {"quote": [{}], "adjclose": [{}]}})


def _indicators(rows: Sequence[Quote | Blank]) -> dict[str, object]:
    if not rows:
        return {"quote": [{}], "adjclose": [{}]}
    columns = dict(zip(Quote._fields, zip(*rows, strict=True), strict=True))
    names = ("volume", "open", "low", "close", "high")
    return {
        "quote": [{name: columns[name] for name in names}],
        "adjclose": [{"adjclose": columns["adjclose"]}],
    }


def _events(series: Bars, request: Request, start: int, end: int) -> dict[str, object]:
    """The `events` member, absent if there is nothing in it."""
    asked = request.query.get("events", "")
    count = known(series, request.today)
    inside = [i for i in range(count) if start <= open_epoch(series.days[i]) <= end]
    found: dict[str, object] = {}
    if "div" in asked and (dividends := _dividends(series, count, inside)):
        found["dividends"] = dividends
    if "split" in asked and (splits := _splits(series, inside)):
        found["splits"] = splits
    return {"events": found} if found else {}


def _dividends(series: Bars, count: int, inside: list[int]) -> dict[str, object]:
    amounts = series.dividend[:count] / later_splits(series, count)
    stamps = {i: open_epoch(series.days[i]) for i in inside if amounts[i]}
    return {str(stamp): {"amount": round(float(amounts[i]), 6), "date": stamp} for i, stamp in stamps.items()}


def _splits(series: Bars, inside: list[int]) -> dict[str, object]:
    days = {series.days[i] for i in inside if series.ratio[i] != 1}
    splits = [s for s in world.SPLITS if s.day in days and bars()[s.ticker] is series]
    return {
        str(open_epoch(split.day)): {
            "date": open_epoch(split.day),
            "numerator": float(split.numerator),
            "denominator": float(split.denominator),
            "splitRatio": f"{split.numerator:g}:{split.denominator:g}",
        }
        for split in splits
    }


def _meta(
    symbol: str, ticker: str, request: Request, rows: Sequence[Quote | Blank], start: int
) -> dict[str, object]:
    priced = [row for row in rows if isinstance(row, Quote)]
    meta = {**_identity(symbol, ticker, request.today), **_clock(ticker, request.today), **_latest(priced)}
    before = [row.close for row in priced if row.stamp < start]
    if before:
        meta["chartPreviousClose"] = before[-1]
    meta |= {"priceHint": 2, "dataGranularity": "1d", "validRanges": [*_RANGES, "ytd", "max"]}
    return {**meta, "range": "" if "period1" in request.query else request.query.get("range", "1mo")}


def _identity(symbol: str, ticker: str, today: date) -> dict[str, object]:
    company = listed(ticker, today) or listed(symbol, today)
    name = company.name_on(today) if company else _INDICES[ticker]
    exchange = {world.INDEX: ("SNP", "SNP"), world.VIX: ("CGI", "Cboe Indices")}.get(ticker, ("NYQ", "NYSE"))
    return {
        "currency": "USD",
        "symbol": symbol,
        "exchangeName": exchange[0],
        "fullExchangeName": exchange[1],
        "instrumentType": "EQUITY" if company else "INDEX",
        "firstTradeDate": open_epoch(bars()[ticker].days[0]),
        "hasPrePostMarketData": company is not None,
        "longName": name,
        "shortName": name,
    }


def _clock(ticker: str, today: date) -> dict[str, object]:
    """When the symbol was last quoted, its time zone, and the session under way or next."""
    zone = CHICAGO if ticker == world.VIX else NEW_YORK
    now = datetime.fromtimestamp(now_epoch(today), zone)
    offset = int((now.utcoffset() or timedelta()).total_seconds())
    here = {"timezone": now.tzname(), "gmtoffset": offset}
    last = today if is_session(today) else max((day for day in sessions() if day < today), default=today)
    return {
        "regularMarketTime": min(now_epoch(today), close_epoch(last)),
        **here,
        "exchangeTimezoneName": zone.key,
        "currentTradingPeriod": {name: {**here, "start": a, "end": b} for name, a, b in _periods(today)},
    }


def _periods(today: date) -> list[tuple[str, int, int]]:
    session = min((day for day in sessions() if day >= today), default=sessions()[-1])
    opening, closing = open_epoch(session), close_epoch(session)
    return [
        ("pre", opening - _PRE_MARKET, opening),
        ("regular", opening, closing),
        ("post", closing, closing + _POST_MARKET),
    ]


def _latest(rows: Sequence[Quote]) -> dict[str, object]:
    """The newest price and the year's extremes."""
    if not rows:
        return {}
    newest, year = rows[-1], rows[-_SESSIONS_A_YEAR:]
    return {
        "regularMarketPrice": newest.close,
        "regularMarketDayHigh": newest.high,
        "regularMarketDayLow": newest.low,
        "regularMarketVolume": newest.volume,
        "fiftyTwoWeekHigh": max(row.high for row in year),
        "fiftyTwoWeekLow": min(row.low for row in year),
    }
