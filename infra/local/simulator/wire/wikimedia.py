"""Wikimedia pageviews REST: `/api/rest_v1/metrics/pageviews/per-article/…`, daily, one article."""

from datetime import date, timedelta

from infra.local.simulator import mood, world
from infra.local.simulator.wire.exchange import Answer, Request, compact_date, json_answer, text_answer

THROTTLED = Answer(
    b"You are making too many requests to the API. Please slow down.\n",
    429,
    "text/plain; charset=utf-8",
    {"retry-after": "1"},
)
GENERIC_AGENT = text_answer(
    "Please set a user-agent and respect our robot policy https://w.wiki/4wJS. See also T400119.\n", 403
)

_PROBLEM = "application/problem+json"
_LAG = timedelta(days=1)
_NO_DATA = (
    "The date(s) you used are valid, but we either do not have data for those date(s), or the project "
    "you asked for is not loaded yet. Please check documentation for more information."
)


def per_article(request: Request) -> Answer:
    """Daily views of one article, both ends inclusive, days without data absent."""
    if request.has_generic_agent():
        return GENERIC_AGENT
    project, access, agent, article, granularity, *bounds = request.parts[5:]
    try:
        start, end = (compact_date(bound) for bound in bounds)
    except ValueError:
        detail = "start timestamp is invalid, must be a valid date in YYYYMMDD format"
        return _problem(request, 400, "Bad Request", detail)
    if start > end:
        return _problem(request, 400, "Bad Request", "start timestamp should be before the end timestamp")
    days = _days(article, start, end, request.today) if project == "en.wikipedia" else []
    if not days:
        return _problem(request, 404, "Not Found", _NO_DATA)
    echo = {"project": project, "article": article, "granularity": granularity}
    count = {"access": access, "agent": agent}
    views = mood.views(article)
    items = [
        {**echo, "timestamp": day.strftime("%Y%m%d00"), **count, "views": views[mood.index_of(day)]}
        for day in days
    ]
    return json_answer({"items": items})


def _days(article: str, start: date, end: date, today: date) -> list[date]:
    if article not in mood.ARTICLES:
        return []
    lag = 2 * _LAG if article == world.SLOW_ARTICLE else _LAG
    first, last = max(start, mood.VIEWS_BEGIN), min(end, today - lag)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if (article, day) != world.VIEWS_GAP]


def _problem(request: Request, status: int, title: str, detail: str) -> Answer:
    body = {
        "detail": detail,
        "method": "get",
        "status": status,
        "title": title,
        "type": "about:blank",
        "uri": "/" + "/".join(request.parts[2:]),
    }
    return json_answer(body, status, _PROBLEM)
