"""Tiingo end-of-day prices, with a key: as traded and adjusted, one ticker per request; no indices."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from extract_load.config import ConfigError, Settings
from extract_load.envelope import Envelope, Status
from extract_load.source import Api, BadRecord, Columns, Provider, Request, Table, Window
from extract_load.taxonomy import OK, Action, Rule, Verdict
from extract_load.values import as_day, columns_of, from_json, is_before

PRICES = Table(
    "tiingo_prices",
    {
        "ticker": "text",
        "symbol": "text",
        "window_start": "date",
        "window_end": "date",
        "asked_on": "date",
        "date": "day",
        "open": "double",
        "high": "double",
        "low": "double",
        "close": "double",
        "volume": "bigint",
        "adj_open": "double",
        "adj_high": "double",
        "adj_low": "double",
        "adj_close": "double",
        "adj_volume": "bigint",
        "div_cash": "double",
        "split_factor": "double",
    },
)

_KEYS = {
    "date": "date",
    "open": "open",
    "high": "high",
    "low": "low",
    "close": "close",
    "volume": "volume",
    "adj_open": "adjOpen",
    "adj_high": "adjHigh",
    "adj_low": "adjLow",
    "adj_close": "adjClose",
    "adj_volume": "adjVolume",
    "div_cash": "divCash",
    "split_factor": "splitFactor",
}
_ANCHORS = 5
_RULES = (
    Rule(
        Verdict(Action.TAKE, Status.NOT_FOUND, "the ticker is not known"),
        statuses=(404,),
        body=r'"detail".*not found',
    ),
    Rule(
        Verdict(
            Action.STOP,
            Status.FAILED,
            "TIINGO_API_KEY is not accepted, or its plan is used up: HTTP {status}, {body}",
        ),
        statuses=(401, 403),
    ),
)


@dataclass(frozen=True)
class Tiingo(Api):
    """Daily prices of the tickers that were members in the window."""

    provider: Provider
    revision_days: int
    subjects: tuple[str, ...] = ()
    asks_tickers: bool = True
    name: str = "tiingo"
    tables: tuple[Table, ...] = (PRICES,)
    rules: tuple[Rule, ...] = _RULES

    def is_chosen(self, settings: Settings) -> bool:
        """Only with its key."""
        return settings.tiingo_api_key is not None

    def headers(self, settings: Settings) -> Mapping[str, str]:
        """The key.

        Raises:
            ConfigError: there is none.
        """
        if settings.tiingo_api_key is None:
            raise ConfigError("tiingo needs a key: set TIINGO_API_KEY, or take prices from yahoo")
        return {"Authorization": f"Token {settings.tiingo_api_key}"}

    def requests(self, subjects: Iterable[str], window: Window, today: date) -> Iterator[Request]:  # noqa: ARG002
        """One request per ticker."""
        params = {"startDate": str(window.start), "endDate": str(window.end)}
        for ticker in subjects:
            symbol = ticker.replace(".", "-")
            path = f"/tiingo/daily/{quote(symbol, safe='')}/prices"
            yield Request(ticker, window, path, params, {"ticker": ticker, "symbol": symbol})

    def inspect(self, request: Request, body: str) -> Verdict:  # noqa: ARG002
        """An array of rows."""
        if _records(body):
            return OK
        return Verdict(Action.TAKE, Status.EMPTY, "nothing was traded in the window")

    def rows(self, envelope: Envelope) -> Iterator[tuple[Table, Columns]]:
        """Rows before the run's today."""
        records = [r for r in _records(envelope.body or "") if is_before(r["date"], envelope.today)]
        read = columns_of(_KEYS.values(), records)
        constant = {
            "ticker": envelope.context["ticker"],
            "symbol": envelope.context["symbol"],
            "window_start": envelope.start,
            "window_end": envelope.end,
            "asked_on": envelope.today,
        }
        columns = {name: [value] * len(records) for name, value in constant.items()}
        yield PRICES, columns | {column: read[key] for column, key in _KEYS.items()}

    def closes(self, envelope: Envelope) -> Mapping[date, float]:
        """The last few closes, which are as traded."""
        newest = [r for r in _records(envelope.body or "") if is_before(r["date"], envelope.today)]
        closes = {as_day(record["date"]): record.get("close") for record in newest[-_ANCHORS:]}
        return {
            day: close for day, close in closes.items() if day and isinstance(close, int | float) and close
        }


def _records(body: str) -> list[dict[str, Any]]:
    records = from_json(body)
    if not isinstance(records, list) or not all(isinstance(r, dict) and "date" in r for r in records):
        raise BadRecord(f"not an array of daily rows: it begins with {body[:80]!r}")
    return records
