"""GDELT DOC 2.0 timelines: `/api/v2/doc/doc`; its errors are sentences with status 200."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from infra.local.simulator import mood
from infra.local.simulator.wire.exchange import Answer, Request, json_answer, text_answer

THROTTLED = text_answer(
    "Please limit requests to one every 5 seconds or contact the project's team for larger queries. "
    "All high-traffic users should use the bulk files instead.\n",
    429,
)

_SERIES = {
    "timelinevolraw": "Article Count",
    "timelinevol": "Volume Intensity",
    "timelinetone": "Average Tone",
}
_QUERY_LENGTHS = range(3, 251)
_FINISHED = {0: 0.45, 1: 0.985}
"""Share of a day's articles that is there on the day itself and on the next."""


def timeline(request: Request) -> Answer:
    """One timeline; the bucket is chosen by the span asked for."""
    query, mode = request.query.get("query", ""), request.query.get("mode", "").lower()
    problem = _complaint(query, mode)
    if problem:
        return text_answer(problem + "\n", content_type="text/html; charset=utf-8")
    try:
        start, end = (_moment(request.query[name]) for name in ("startdatetime", "enddatetime"))
    except (KeyError, ValueError):
        return text_answer(
            "The simulator needs startdatetime and enddatetime, each YYYYMMDDHHMMSS.\n",
            content_type="text/html; charset=utf-8",
        )
    name, bucket = _resolution(end - start)
    data = [
        _point(query, mode, at, bucket, request.today) for at in _buckets(start, end, bucket, request.today)
    ]
    if not data:
        return json_answer({})
    details = {"title": query, "date_resolution": name}
    return json_answer({"query_details": details, "timeline": [{"series": _SERIES[mode], "data": data}]})


def _complaint(query: str, mode: str) -> str | None:
    if len(query) not in _QUERY_LENGTHS:
        return "Your query was too short or too long."
    if " OR " in query and "(" not in query:
        return "Queries containing OR'd terms must be surrounded by ()."
    return None if mode in _SERIES else f"The simulator knows these modes only: {', '.join(_SERIES)}."


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def _resolution(span: timedelta) -> tuple[str, timedelta]:
    if span < timedelta(hours=72):
        return "15m", timedelta(minutes=15)
    if span <= timedelta(days=7):
        return "hour", timedelta(hours=1)
    return "day", timedelta(days=1)


def _buckets(start: datetime, end: datetime, bucket: timedelta, today: date) -> Iterator[datetime]:
    """Starts of the buckets that the monitor has, the newest one under way."""
    begin = datetime.combine(mood.NEWS_BEGIN, datetime.min.time(), UTC)
    at = begin + max(0, (start - begin) // bucket) * bucket
    newest = min(end, datetime.combine(today, datetime.max.time(), UTC))
    while at <= newest:
        if not mood.is_outage(at.date()):
            yield at
        at += bucket


def _point(query: str, mode: str, at: datetime, bucket: timedelta, today: date) -> dict[str, object]:
    day, date_text = mood.index_of(at.date()), at.strftime("%Y%m%dT%H%M%SZ")
    share, finished = float(mood.coverage(query)[day]), _FINISHED.get((today - at.date()).days, 1.0)
    if mode == "timelinevol":
        return {"date": date_text, "value": round(100 * share, 4)}
    if mode == "timelinetone":
        return {"date": date_text, "value": round(float(mood.tone(query)[day]), 4)}
    norm = round(float(mood.monitored()[day]) * finished * (bucket / timedelta(days=1)))
    return {"date": date_text, "value": round(norm * share), "norm": norm}
