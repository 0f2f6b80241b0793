"""Tiingo end-of-day prices: `/tiingo/daily/{ticker}/prices` and `/tiingo/daily/prices`, with a key."""

import csv
import io
from datetime import date

from infra.local.simulator.adjustment import adjustment_factors, known, later_splits
from infra.local.simulator.companies import companies, listed
from infra.local.simulator.prices import bars
from infra.local.simulator.wire.exchange import Answer, Request, json_answer, text_answer

THROTTLED = json_answer({"detail": "Error: You have run over your hourly request allocation."}, 429)

_Row = dict[str, object]


def history(request: Request) -> Answer:
    """One ticker's rows from `startDate` to `endDate`, both inclusive; without either the newest row."""
    ticker = request.parts[2]
    refused = _refusal(request)
    if refused:
        return refused
    company = listed(ticker, request.today)
    if company is None:
        return json_answer({"detail": f"Error: Ticker '{ticker}' not found"}, 404)
    rows = _rows(company.ticker, request.today)
    try:
        return _answer(request, _between(rows, request))
    except ValueError as error:
        return json_answer({"detail": f"Error: {error}"}, 400)


def latest(request: Request) -> Answer:
    """The newest row of every ticker that is still traded."""
    refused = _refusal(request)
    if refused:
        return refused
    traded = [c for c in companies() if listed(c.ticker_on(request.today), request.today)]
    rows = [
        {"ticker": company.ticker_on(request.today).replace(".", "-"), **row}
        for company in traded
        for row in _rows(company.ticker, request.today)[-1:]
    ]
    return _answer(request, rows)


def _refusal(request: Request) -> Answer | None:
    given = request.headers.get("authorization", "")
    if not given and not request.query.get("token"):
        return json_answer({"detail": "Please supply a token"}, 403)
    scheme, _, key = given.partition(" ")
    if given and (scheme != "Token" or not key.strip()):
        return json_answer({"detail": "Invalid token."}, 401)
    return None


def _between(rows: list[_Row], request: Request) -> list[_Row]:
    if not {"startDate", "endDate"} & request.query.keys():
        return rows[-1:]
    start = date.fromisoformat(request.query.get("startDate", str(date.min)))
    end = date.fromisoformat(request.query.get("endDate", str(date.max)))
    return [row for row in rows if start <= date.fromisoformat(str(row["date"])[:10]) <= end]


def _rows(ticker: str, today: date) -> list[_Row]:
    """As-traded and adjusted rows of the settled sessions before `today`."""
    series = bars()[ticker]
    count = known(series, today)
    settled = count - 1 if count and series.days[count - 1] == today else count
    factors, shares = adjustment_factors(series, settled), later_splits(series, settled)
    traded = {name: vars(series)[name][:settled] for name in ("close", "high", "low", "open")}
    columns: dict[str, list[object]] = {
        "date": [f"{day}T00:00:00.000Z" for day in series.days[:settled]],
        **{name: values.tolist() for name, values in traded.items()},
        "volume": series.volume[:settled].tolist(),
        **{f"adj{name.title()}": (values * factors).tolist() for name, values in traded.items()},
        "adjVolume": (series.volume[:settled] * shares).round().astype(int).tolist(),
        "divCash": series.dividend[:settled].tolist(),
        "splitFactor": series.ratio[:settled].tolist(),
    }
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _answer(request: Request, rows: list[_Row]) -> Answer:
    if request.query.get("format") != "csv":
        return json_answer(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else ["date"], lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "date": str(row["date"])[:10]} for row in rows)
    return text_answer(text.getvalue(), content_type="text/csv")
