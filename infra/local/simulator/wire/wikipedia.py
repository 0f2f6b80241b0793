"""MediaWiki `/w/api.php` of "List of S&P 500 companies": the page, both of its tables, and its revisions."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from infra.local.simulator import world
from infra.local.simulator.companies import Company, companies, members
from infra.local.simulator.wire.exchange import Answer, Request, json_answer
from infra.local.simulator.wire.wikimedia import GENERIC_AGENT

_TITLE = "List of S&P 500 companies"
_FIRST_REVISION = 1_200_000_000
_FIRST_CIK = 9_000_000
_EDIT_DAYS = (8, 24)
"""Somebody edits the page on these days of every month."""
_LISTED_AT_ONCE = 50
_OLD_LAYOUT, _NEW_LAYOUT = date(2021, 1, 1), date(2022, 11, 1)
_OLDEST_HEADERS = (
    "Ticker symbol",
    "Security",
    "SEC filings",
    "GICS Sector",
    "GICS Sub Industry",
    "Address of Headquarters",
    "Date first added",
)
"""As they were called before the old layout, in tables without ids."""
_OLD_HEADERS = (
    "Symbol",
    "Security",
    "SEC filings",
    "GICS Sector",
    "GICS Sub Industry",
    "Headquarters Location",
    "Date first added",
    "CIK",
    "Founded",
)
"""As they were called until the new layout."""
_MEMBER_HEADERS = (
    "Symbol",
    "Security",
    "GICS Sector",
    "GICS Sub-Industry",
    "Headquarters Location",
    "Date added",
    "CIK",
    "Founded",
)


def api(request: Request) -> Answer:
    """The parsed page as of the request's clock; an API error has status 200."""
    query = request.query
    if request.has_generic_agent():
        return GENERIC_AGENT
    if query.get("action") == "query" and query.get("prop") == "revisions":
        return _listing(request)
    if query.get("action") != "parse":
        return _error("badvalue", f'Unrecognized value for parameter "action": {query.get("action", "")}.')
    if "oldid" in query:
        days = [day for day in _edits(request.today) if str(_number(day)) == query["oldid"]]
        if not days:
            return _error("nosuchrevid", f"There is no revision with ID {query['oldid']}.")
        return _parsed(query, days[0], _number(days[0]), _headers_of(days[0]))
    if query.get("page", "").replace("_", " ") != _TITLE:
        return _error("missingtitle", "The page you specified doesn't exist.")
    return _parsed(query, request.today, _number(_edits(request.today)[0]), _MEMBER_HEADERS)


def _headers_of(day: date) -> Sequence[str]:
    """The columns of members that the page of a day had."""
    if day < _OLD_LAYOUT:
        return _OLDEST_HEADERS
    return _OLD_HEADERS if day < _NEW_LAYOUT else _MEMBER_HEADERS


def _listing(request: Request) -> Answer:
    """Revisions from `rvstart` back to `rvend`, some at once, with where to go on."""
    first, last = request.query.get("rvend", "")[:10], request.query.get("rvstart", "9999")[:10]
    found = [day for day in _edits(request.today) if first <= str(day) <= last]
    begin = int(request.query.get("rvcontinue", "0|0").rpartition("|")[2])
    asked = request.query.get("rvlimit", "10")
    end = begin + (_LISTED_AT_ONCE if asked == "max" else min(int(asked), _LISTED_AT_ONCE))
    shown = [
        {"revid": _number(day), "parentid": 0, "timestamp": f"{day}T12:00:00Z"} for day in found[begin:end]
    ]
    page = {"pageid": 2676045, "ns": 0, "title": _TITLE, **({"revisions": shown} if shown else {})}
    more = (
        {"continue": {"rvcontinue": f"{_number(found[end])}|{end}", "continue": "||"}} if found[end:] else {}
    )
    return json_answer({"batchcomplete": True, "query": {"pages": [page]}, **more})


def _parsed(query: Mapping[str, str], day: date, number: int, headers: Sequence[str]) -> Answer:
    html = _page(day, headers)
    if headers is _OLDEST_HEADERS:
        html = re.sub(' id="(constituents|changes)"', "", html)
    parse: dict[str, object] = {"title": _TITLE, "pageid": 2676045}
    asked = query.get("prop", "text|revid").split("|")
    if "revid" in asked:
        parse["revid"] = number
    if "text" in asked:
        parse["text"] = html if query.get("formatversion") == "2" else {"*": html}
    return json_answer({"parse": parse})


def _error(code: str, info: str) -> Answer:
    help_text = "See https://en.wikipedia.org/w/api.php for API usage."
    return json_answer({"error": {"code": code, "info": info, "docref": help_text}})


def _edits(today: date) -> list[date]:
    """The days of the page's edits until `today`, the newest first; one month has none."""
    changes = [change.day for change in world.MEMBERSHIP_CHANGES] + [
        world.RENAME.day,
        world.RECLASSIFICATION.day,
    ]
    usual = [
        date(year, month, day)
        for year in range(world.FIRST_DAY.year, today.year + 1)
        for month in range(1, 13)
        for day in _EDIT_DAYS
        if (year, month) != world.MONTH_WITHOUT_EDIT
    ]
    return sorted({day for day in [*changes, *usual] if day <= today}, reverse=True)


def _number(day: date) -> int:
    """The revision that an edit made."""
    return _FIRST_REVISION + day.toordinal()


def _page(today: date, headers: Sequence[str]) -> str:
    return (
        '<div class="mw-content-ltr mw-parser-output" lang="en" dir="ltr">'
        '<style data-mw-deduplicate="TemplateStyles:r1">.mw-parser-output .navbox{width:100%}</style>\n'
        '<h2 id="S&amp;P_500_component_stocks">S&amp;P 500 component stocks</h2>\n'
        f"{_members_table(today, headers)}\n"
        '<h2 id="Selected_changes">Selected changes to the list of S&amp;P 500 components</h2>\n'
        f"{_changes_table(today)}\n"
        '<table class="nowraplinks navbox-inner"><tbody><tr><th>Stock indices</th></tr></tbody></table></div>'
    )


def _members_table(today: date, headers: Sequence[str]) -> str:
    header = "".join(f"<th>{name}\n</th>" for name in headers)
    rows = "".join(_member_row(company, today, headers) for company in members(today))
    return (
        '<table class="wikitable sortable mw-collapsible sticky-header" id="constituents">\n'
        f"<tbody><tr>\n{header}</tr>\n{rows}</tbody></table>"
    )


def _member_row(company: Company, today: date, headers: Sequence[str]) -> str:
    ticker = escape(company.ticker_on(today))
    link = f'<a rel="nofollow" class="external text" href="https://exchange.invalid/{ticker}">{ticker}</a>\n'
    name = escape(company.name_on(today))
    title = f'<a href="/wiki/{name.replace(" ", "_")}" title="{name}">{name}</a>'
    filings = ("reports",) if "SEC filings" in headers else ()
    sector, sub_industry = company.classification_on(today)
    if (company.ticker, today) == world.VANDALISED:
        sector = world.VANDALISED_SECTOR
    others = (*filings, sector, sub_industry, company.headquarters, str(company.added), _cik(company))
    cells = (link, title, *(escape(text) for text in others), escape(company.founded) + "\n")
    return "<tr>\n" + "".join(f"<td>{cell}</td>\n" for cell in cells[: len(headers)]) + "</tr>\n"


def _cik(company: Company) -> str:
    return f"{_FIRST_CIK + companies().index(company):010d}"


def _changes_table(today: date) -> str:
    changes = sorted(
        (c for c in world.MEMBERSHIP_CHANGES if c.day <= today), key=lambda c: c.day, reverse=True
    )
    return (
        '<table class="wikitable sortable" id="changes">\n<tbody><tr>\n'
        '<th rowspan="2">Effective Date\n</th><th colspan="2">Added\n</th><th colspan="2">Removed\n</th>'
        '<th rowspan="2">Reason\n</th></tr>\n'
        "<tr><th>Ticker\n</th><th>Security\n</th><th>Ticker\n</th><th>Security\n</th></tr>\n"
        + "".join(_change_row(change, number) for number, change in enumerate(changes, 1))
        + "</tbody></table>"
    )


def _change_row(change: world.MembershipChange, number: int) -> str:
    note = f'<sup id="cite_ref-{number}" class="reference"><a href="#cite_note-{number}">[{number}]</a></sup>'
    names = {company.ticker: company.name for company in companies()}
    texts = (
        f"{change.day:%B} {change.day.day}, {change.day.year}",
        change.added,
        names.get(change.added, ""),
        change.removed,
        names.get(change.removed, ""),
    )
    cells = "".join(f"<td>{escape(text)}\n</td>" for text in texts)
    return f"<tr>\n{cells}<td>{escape(change.reason)}{note}\n</td></tr>\n"
