"""FRED graph download: `/graph/fredgraph.csv?id=…`, CSV with one series."""

from collections.abc import Iterator
from datetime import date, timedelta

from infra.local.simulator import mood, world
from infra.local.simulator.prices import bars
from infra.local.simulator.wire.exchange import Answer, Request, text_answer

THROTTLED = text_answer("<html><body>Too Many Requests</body></html>", 429, "text/html")

_YEARS_OF_INDEX = timedelta(days=3652)
_REVISED_BY = 1.02
_MARKETS = {"VIXCLS": (world.VIX, "."), "SP500": (world.INDEX, "")}
"""What each market series follows, and how it writes a weekday without a session."""


def graph(request: Request) -> Answer:
    """The series between `cosd` and `coed`, both inclusive and optional; yesterday is the newest day."""
    name, today = request.query.get("id", ""), request.today
    if name not in ("USEPUINDXD", *_MARKETS):
        return _page("404 Not Found", 404)
    try:
        start = date.fromisoformat(request.query.get("cosd", str(mood.UNCERTAINTY_BEGIN)))
        end = date.fromisoformat(request.query.get("coed", str(today)))
    except ValueError:
        return _page("400 Bad Request", 400)
    observed = _uncertainty(today) if name == "USEPUINDXD" else _market(name, today)
    lines = [f"{day},{value}" for day, value in observed if start <= day <= end]
    return text_answer("\n".join([f"observation_date,{name}", *lines]) + "\n", content_type="application/csv")


def _page(title: str, status: int) -> Answer:
    return text_answer(f"<html><head><title>{title}</title></head></html>", status, "text/html")


def _days(first: date, today: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((today - first).days))


def _uncertainty(today: date) -> Iterator[tuple[date, str]]:
    """Published a day late, the newest days preliminary."""
    values = mood.uncertainty()
    for day in _days(mood.UNCERTAINTY_BEGIN, today - timedelta(days=1)):
        preliminary = today - day <= world.UNCERTAINTY_REVISION
        yield day, f"{values[mood.index_of(day)] * (_REVISED_BY if preliminary else 1):.2f}"


def _market(name: str, today: date) -> Iterator[tuple[date, str]]:
    symbol, missing = _MARKETS[name]
    closes = dict(zip(bars()[symbol].days, bars()[symbol].close.tolist(), strict=True))
    first = max(world.FIRST_DAY, today - _YEARS_OF_INDEX) if name == "SP500" else world.FIRST_DAY
    for day in _days(first, today):
        if day.weekday() < 5:
            yield day, f"{closes[day]:.2f}" if day in closes else missing
